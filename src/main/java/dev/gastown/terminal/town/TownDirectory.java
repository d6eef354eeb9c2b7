package dev.gastown.terminal.town;

import dev.gastown.terminal.identity.User;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Which towns there are and whose they are. Safe to call from any event loop; answers are never older than 10 s. */
public interface TownDirectory {
    /** The town of that id, maybe a destroyed one; fails when the source can't be asked. */
    Future<Optional<Town>> find(UUID townId);

    /** The towns this user may see, by name; fails when the source can't be asked. */
    Future<List<Town>> visibleTo(User user);

    /**
     * Calls back after a change of any town, on an unspecified event loop, so that holders of open sockets look again.
     *
     * @return ends the subscription when run
     */
    Runnable onChange(Runnable listener);
}
