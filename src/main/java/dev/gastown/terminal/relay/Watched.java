package dev.gastown.terminal.relay;

import dev.gastown.terminal.session.SandboxApi;
import dev.gastown.terminal.session.SessionName;
import dev.gastown.terminal.session.WallSessions;
import java.util.List;
import java.util.Optional;

/** What a socket shows, and where in a sandbox that is. Fixed for the socket's life: no message can change it. */
sealed interface Watched {
    /** The path and query of the sandbox's socket; empty when a name is none and must not reach a URL. */
    Optional<String> upstreamUri();

    /** Whether there is a form of this for the subprotocol the browser was given, null when it was given none. */
    boolean speaks(String subprotocol);

    /** The sessions' names, for the audit. */
    String names();

    /** One session's terminal (contract section 3). */
    record Session(String name) implements Watched {
        @Override
        public Optional<String> upstreamUri() {
            return SessionName.isValid(name) ? Optional.of(SandboxApi.SESSIONS_PATH + "/" + name) : Optional.empty();
        }

        @Override
        public boolean speaks(String subprotocol) {
            return subprotocol == null || subprotocol.equals(SandboxApi.TERMINAL_V2);
        }

        @Override
        public String names() {
            return name;
        }
    }

    /** The screens of several sessions, to be read only. */
    record Wall(List<String> sessionNames) implements Watched {
        @Override
        public Optional<String> upstreamUri() {
            return WallSessions.areValid(sessionNames)
                    ? Optional.of(SandboxApi.WALL_PATH + "?" + SandboxApi.WALL_SESSIONS + "=" + names())
                    : Optional.empty();
        }

        @Override
        public boolean speaks(String subprotocol) {
            return SandboxApi.WALL_V1.equals(subprotocol);
        }

        /** No name holds a comma. */
        @Override
        public String names() {
            return String.join(",", sessionNames);
        }
    }
}
