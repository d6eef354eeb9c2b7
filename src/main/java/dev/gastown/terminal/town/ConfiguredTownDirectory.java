package dev.gastown.terminal.town;

import dev.gastown.terminal.identity.User;
import io.vertx.core.Future;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;

/** The towns of the configuration file: the embedded default. Safe on any thread. */
public final class ConfiguredTownDirectory implements TownDirectory {
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private volatile Map<UUID, Town> towns;

    /** @param towns the towns at the start */
    public ConfiguredTownDirectory(Map<UUID, Town> towns) {
        this.towns = Map.copyOf(towns);
    }

    /** Replaces all towns at once and tells the listeners when anything differs. */
    public void replace(Map<UUID, Town> changed) {
        if (!towns.equals(changed)) {
            towns = Map.copyOf(changed);
            listeners.forEach(Runnable::run);
        }
    }

    @Override
    public Future<Optional<Town>> find(UUID townId) {
        return Future.succeededFuture(Optional.ofNullable(towns.get(townId)));
    }

    @Override
    public Future<List<Town>> visibleTo(User user) {
        return Future.succeededFuture(visibleTo(user, towns.values()));
    }

    /** Those of the towns that a user may see, by name. */
    static List<Town> visibleTo(User user, Collection<Town> towns) {
        return towns.stream()
                .filter(town -> town.isVisibleTo(user))
                .sorted(Comparator.comparing(Town::name).thenComparing(Town::id))
                .toList();
    }

    @Override
    public Runnable onChange(Runnable listener) {
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }
}
