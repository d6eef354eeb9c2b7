package dev.gastown.terminal.command;

import dev.gastown.terminal.config.ConfigurationException;
import dev.gastown.terminal.config.LimitSettings;
import dev.gastown.terminal.config.Settings;
import dev.gastown.terminal.identity.OriginPolicy;
import dev.gastown.terminal.ops.LogLevel;
import dev.gastown.terminal.town.ConfiguredTownDirectory;
import dev.gastown.terminal.town.Town;
import dev.gastown.terminal.town.TownsReader;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/** The settings that may change while the gateway runs: towns, limits, allowed origins, log level. Safe on any thread. */
final class LiveSettings {
    private final Map<UUID, Town> builtInTowns;
    private final ConfiguredTownDirectory towns;
    private volatile LimitSettings limits;
    private volatile OriginPolicy origins;

    /**
     * @param settings the settings at the start
     * @param builtInTowns towns beside those of the configuration: the demo's
     */
    LiveSettings(Settings settings, Map<UUID, Town> builtInTowns) {
        this.builtInTowns = builtInTowns;
        this.towns = new ConfiguredTownDirectory(Map.of());
        apply(settings);
    }

    /** Takes all of the new settings, or none when one is not allowed. */
    void apply(Settings settings) {
        LimitSettings newLimits = settings.limits();
        OriginPolicy newOrigins = origins(settings);
        Map<UUID, Town> newTowns = new LinkedHashMap<>(builtInTowns);
        newTowns.putAll(TownsReader.read(settings.towns()));
        LogLevel.set(settings.log());
        limits = newLimits;
        origins = newOrigins;
        towns.replace(newTowns);
    }

    private static OriginPolicy origins(Settings settings) {
        try {
            return new OriginPolicy(settings.http());
        } catch (IllegalArgumentException notACidr) {
            throw new ConfigurationException("http.trustedProxies: " + notACidr.getMessage());
        }
    }

    LimitSettings limits() {
        return limits;
    }

    OriginPolicy origins() {
        return origins;
    }

    ConfiguredTownDirectory towns() {
        return towns;
    }
}
