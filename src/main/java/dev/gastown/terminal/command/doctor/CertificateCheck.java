package dev.gastown.terminal.command.doctor;

import dev.gastown.terminal.config.ConfigurationException;
import dev.gastown.terminal.config.HttpSettings;
import dev.gastown.terminal.relay.KeyPairCheck;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Whether certificate and key belong together, and for how long the certificate is good. */
public final class CertificateCheck implements Check {
    private static final Duration SOON = Duration.ofDays(14);

    private final Vertx vertx;
    private final HttpSettings.Tls files;
    private final Clock clock;

    /** @param clock the time certificates expire by */
    public CertificateCheck(Vertx vertx, HttpSettings.Tls files, Clock clock) {
        this.vertx = vertx;
        this.files = files;
        this.clock = clock;
    }

    @Override
    public List<Finding> run() {
        try {
            Instant end = KeyPairCheck.check(vertx, files);
            Duration left = Duration.between(clock.instant(), end);
            if (left.isNegative()) {
                return List.of(Finding.fix("http.tls", files.certificate() + " has expired on " + end));
            }
            return List.of(
                    left.compareTo(SOON) < 0
                            ? Finding.note("http.tls", files.certificate() + " expires on " + end)
                            : Finding.ok("http.tls", "the certificate is good until " + end));
        } catch (ConfigurationException bad) {
            return List.of(Finding.fix("http.tls", bad.getMessage()));
        }
    }
}
