package dev.gastown.terminal.ops;

import io.vertx.core.eventbus.EventBus;
import io.vertx.core.json.JsonObject;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Publishes audit events to every monitoring consumer in the cluster (contract section 5). Safe on any thread. */
public final class Audit {
    /** The event-bus address monitors listen at. */
    public static final String ADDRESS = "gastown.audit";

    private static final Logger LOG = LoggerFactory.getLogger(Audit.class);

    private final EventBus eventBus;
    private final boolean logged;
    private final Optional<AuditFile> file;

    private Audit(EventBus eventBus, boolean logged, Optional<AuditFile> file) {
        this.eventBus = eventBus;
        this.logged = logged;
        this.file = file;
    }

    /** @param eventBus the bus to publish on */
    public Audit(EventBus eventBus) {
        this(eventBus, Optional.empty());
    }

    /**
     * The same, and each event of this node goes to a file as well.
     *
     * @param file where there is one
     */
    public Audit(EventBus eventBus, Optional<AuditFile> file) {
        this(eventBus, true, file);
    }

    /** For what nobody did, on a bus that nobody listens to. */
    public static Audit unheard(EventBus eventBus) {
        return new Audit(eventBus, false, Optional.empty());
    }

    /** Publishes without waiting: the audit never delays what it tells about. At debug level it is logged as well. */
    public void publish(AuditEvent event) {
        JsonObject told = event.toJson();
        if (logged) {
            LOG.debug("{}", told);
        }
        // Before the bus has it: from then on it is the consumers'.
        file.ifPresent(appended -> appended.append(told.copy()));
        eventBus.publish(ADDRESS, told);
    }
}
