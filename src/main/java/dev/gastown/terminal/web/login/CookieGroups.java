package dev.gastown.terminal.web.login;

import io.vertx.core.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** As many of a user's groups as a session cookie has room for: some providers tell hundreds. */
final class CookieGroups {
    /** Longer names own no town. */
    private static final int NAME_CHARACTERS = 64;

    /** What base64 makes of this leaves a third of a cookie's 4,096 bytes for the rest. */
    private static final int MOST_BYTES = 1_900;

    private static final Logger LOG = LoggerFactory.getLogger(CookieGroups.class);

    private CookieGroups() {}

    /** The first by name, always the same ones. */
    static Set<String> of(Set<String> groups) {
        Set<String> kept = new LinkedHashSet<>();
        int bytes = 0;
        for (String group : new TreeSet<>(groups)) {
            // As it is written there: a quote takes two, a control character six.
            int more = Json.encode(group).getBytes(StandardCharsets.UTF_8).length + 1;
            if (group.length() > NAME_CHARACTERS || bytes + more > MOST_BYTES) {
                continue;
            }
            bytes += more;
            kept.add(group);
        }
        if (kept.size() < groups.size()) {
            LOG.warn(
                    "{} of the {} groups that the provider told of somebody don't fit into a cookie: have it tell fewer",
                    groups.size() - kept.size(),
                    groups.size());
        }
        return kept;
    }
}
