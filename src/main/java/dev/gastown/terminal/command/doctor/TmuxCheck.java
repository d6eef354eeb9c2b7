package dev.gastown.terminal.command.doctor;

import dev.gastown.terminal.sandbox.tmux.Tmux;
import dev.gastown.terminal.sandbox.tmux.TmuxException;
import dev.gastown.terminal.sandbox.tmux.TmuxException.Reason;
import java.util.List;
import java.util.Optional;

/** Whether this machine has a tmux that is new enough, and a server on the town's socket. */
public final class TmuxCheck implements Check {
    private final Optional<String> socket;

    /** @param socket the town's, as in {@code tmux -L}; tmux's own otherwise */
    public TmuxCheck(Optional<String> socket) {
        this.socket = socket;
    }

    @Override
    public List<Finding> run() {
        Tmux tmux = Tmux.onSocket(socket);
        String on = socket.map(name -> " on the socket " + name).orElse("");
        try {
            long sessions =
                    tmux.run("list-sessions", "-F", "#{session_name}").lines().count();
            return List.of(Finding.ok("tmux", sessions + " sessions" + on));
        } catch (TmuxException none) {
            return List.of(
                    none.reason() == Reason.MISSING
                            ? Finding.fix("tmux", Tmux.MISSING)
                            : Finding.fix(
                                    "tmux", "no server runs" + on + ": start the town, or name its --tmux-socket"));
        }
    }
}
