package dev.gastown.terminal.relay;

/** From where in a shared connection's stream a viewer follows it. */
enum SeatState {
    /** The connection is being made, or it is not yet known whether this viewer came in time. */
    STARTING(0, 0, 1),
    /** It came later, and waits for its first snapshot. */
    WAITING(0, 0, 1),
    /** Within a snapshot it takes, all of it: one that begins anew sets nobody's pace. */
    TAKING(1, 0, 0),
    LIVE(1, 1, 0),
    /** Within a snapshot it does not need. */
    SKIPPING(1, 1, 0),
    /** Takes the rest of a message it has the beginning of, and nothing more. */
    CUTTING(0, 0, 0),
    /** Cut off until it has caught up. */
    BEHIND(0, 0, 0),
    /** Caught up, and waiting for a snapshot. */
    RETURNING(0, 0, 1),
    GONE(0, 0, 0);

    private final int follows;
    private final int holds;
    private final int expects;

    SeatState(int follows, int holds, int expects) {
        this.follows = follows;
        this.holds = holds;
        this.expects = expects;
    }

    /** 1 for one that is given what comes, else 0. */
    int follows() {
        return follows;
    }

    /** 1 for one that slows the sandbox down when it is full, with most others, else 0. */
    int holds() {
        return holds;
    }

    /** 1 for one that waits for a snapshot, or for the connection, else 0. */
    int expects() {
        return expects;
    }

    /** Whether terminal bytes are for it. */
    boolean takesData() {
        return this == LIVE || this == TAKING || this == CUTTING;
    }

    /** Whether it has begun, so that short messages are for it. */
    boolean hasBegun() {
        return this != STARTING && this != WAITING && this != GONE;
    }
}
