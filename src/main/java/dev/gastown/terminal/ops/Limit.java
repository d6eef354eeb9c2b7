package dev.gastown.terminal.ops;

/** The limits of contract section 6 that somebody can reach, by their keys in the configuration. */
public enum Limit {
    MESSAGE_BYTES("messageBytes"),
    WRITER_BYTES_PER_SECOND("writerBytesPerSecond"),
    TICKETS_PER_USER_PER_MINUTE("ticketsPerUserPerMinute"),
    SOCKETS_PER_USER("socketsPerUser"),
    SOCKETS_PER_TOWN("socketsPerTown"),
    SOCKETS_PER_NODE("socketsPerNode"),
    FEED_SOCKETS_PER_USER("feedSocketsPerUser"),
    UPSTREAM_CONNECT("upstreamConnectMillis"),
    PING("pingSeconds"),
    WRITE_QUEUE_BYTES("writeQueueBytes"),
    REQUEST_BODY_BYTES("requestBodyBytes"),
    HEADER_BYTES("headerBytes"),
    REQUEST("requestSeconds"),
    BATCH_CALLS("batchCalls"),
    FEED_MESSAGE_BYTES("feedMessageBytes"),
    SANDBOX_LIST_BYTES("sandboxListBytes"),
    SANDBOX_SESSIONS("sandboxSessions");

    private final String key;

    Limit(String key) {
        this.key = key;
    }

    /** Its key under {@code limits:}, and the label of its counter. */
    public String key() {
        return key;
    }
}
