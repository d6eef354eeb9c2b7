package dev.gastown.terminal.session;

import java.util.HashSet;
import java.util.List;

/** The rule for what one town wall shows: 1 to {@value #MOST} different sessions, by valid names. */
public final class WallSessions {
    /** Sessions on one wall. */
    public static final int MOST = 16;

    private WallSessions() {}

    /** Whether these are the names of one wall's sessions. Elements of any type may be asked about, null too. */
    public static boolean areValid(List<?> names) {
        return !names.isEmpty()
                && names.size() <= MOST
                && names.stream().allMatch(name -> name instanceof String text && SessionName.isValid(text))
                && new HashSet<>(names).size() == names.size();
    }
}
