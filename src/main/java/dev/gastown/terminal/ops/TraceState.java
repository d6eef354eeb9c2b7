package dev.gastown.terminal.ops;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** The {@code tracestate} header (W3C Trace Context level 1, section 3.3): passed on if it is what it should be. */
final class TraceState {
    /** What every party must be able to pass on, characters; longer ones are left out. */
    private static final int MOST_LENGTH = 512;

    private static final int MOST_MEMBERS = 32;

    private static final Pattern MEMBER = Pattern.compile("([a-z][a-z0-9_*/-]{0,255}"
            + "|[a-z0-9][a-z0-9_*/-]{0,240}@[a-z][a-z0-9_*/-]{0,13})"
            + "=[\\x20-\\x2b\\x2d-\\x3c\\x3e-\\x7e]{0,255}[\\x21-\\x2b\\x2d-\\x3c\\x3e-\\x7e]");

    private TraceState() {}

    /** All members in order, in one header; empty when there is none, or one that must not be. */
    static Optional<String> checked(List<String> headers) {
        List<String> members = new ArrayList<>();
        Set<String> keys = new HashSet<>();
        for (String written : String.join(",", headers).split(",")) {
            String member = written.replaceAll("^[ \\t]+|[ \\t]+$", "");
            if (member.isEmpty()) {
                continue;
            }
            if (!MEMBER.matcher(member).matches() || !keys.add(member.substring(0, member.indexOf('=')))) {
                return Optional.empty();
            }
            members.add(member);
        }
        String all = String.join(",", members);
        return all.isEmpty() || members.size() > MOST_MEMBERS || all.length() > MOST_LENGTH
                ? Optional.empty()
                : Optional.of(all);
    }
}
