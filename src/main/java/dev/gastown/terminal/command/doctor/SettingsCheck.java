package dev.gastown.terminal.command.doctor;

import dev.gastown.terminal.config.ConfigurationException;
import dev.gastown.terminal.config.HttpSettings;
import dev.gastown.terminal.config.Settings;
import dev.gastown.terminal.town.TownsReader;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Whether every part of the configuration can be read, one by one, where a start would stop at the first. */
public final class SettingsCheck implements Check {
    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

    private final Settings settings;

    /** @param settings as read from file and environment */
    public SettingsCheck(Settings settings) {
        this.settings = settings;
    }

    @Override
    public List<Finding> run() {
        Map<String, Runnable> parts = new LinkedHashMap<>();
        parts.put("tickets", settings::tickets);
        parts.put("auth", settings::identity);
        parts.put("http", settings::http);
        parts.put("management", settings::management);
        parts.put("cluster", settings::cluster);
        parts.put("poller", settings::poller);
        parts.put("relay", settings::relayMode);
        parts.put("limits", settings::limits);
        parts.put("database", settings::database);
        parts.put("log", settings::log);
        parts.put("audit", settings::auditFile);
        parts.put("towns", () -> TownsReader.read(settings.towns()));
        List<Finding> findings = new ArrayList<>();
        parts.forEach((part, read) -> findings.add(look(part, read)));
        if (findings.stream().allMatch(finding -> finding.kind() == Finding.Kind.OK)) {
            findings.addAll(advice());
        }
        return findings;
    }

    private static Finding look(String part, Runnable read) {
        try {
            read.run();
            return Finding.ok(part, "as it must be");
        } catch (ConfigurationException bad) {
            return Finding.fix(part, bad.getMessage());
        }
    }

    private List<Finding> advice() {
        HttpSettings http = settings.http();
        if (http.publicUrl().isEmpty()) {
            return List.of(Finding.note(
                    "http.publicUrl",
                    "not set: any Host is accepted; set GASTOWN_PUBLIC_URL to the origin browsers see"));
        }
        URI url = URI.create(http.publicUrl().get());
        return "https".equals(url.getScheme()) || LOOPBACK.contains(url.getHost())
                ? List.of()
                : List.of(Finding.note(
                        "http.publicUrl",
                        url + " is no https: cookies, tickets and keystrokes can be read on the way"));
    }
}
