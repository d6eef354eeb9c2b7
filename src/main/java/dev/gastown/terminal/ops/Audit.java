package dev.gastown.terminal.ops;

import io.vertx.core.eventbus.EventBus;

/** Publishes audit events to every monitoring consumer in the cluster (contract section 5). Safe on any thread. */
public final class Audit {
    /** The event-bus address monitors listen at. */
    public static final String ADDRESS = "gastown.audit";

    private final EventBus eventBus;

    /** @param eventBus the bus to publish on */
    public Audit(EventBus eventBus) {
        this.eventBus = eventBus;
    }

    /** Publishes without waiting: the audit never delays what it tells about. */
    public void publish(AuditEvent event) {
        eventBus.publish(ADDRESS, event.toJson());
    }
}
