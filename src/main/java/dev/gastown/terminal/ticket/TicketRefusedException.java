package dev.gastown.terminal.ticket;

import java.util.Locale;

/**
 * A ticket that opens nothing. The message is the same for every cause, so that a guesser learns nothing; the cause is
 * only for metrics and the audit.
 */
public final class TicketRefusedException extends Exception {
    private static final long serialVersionUID = 1L;

    /** Why a ticket was refused: the {@code reason} label of {@code gastown_tickets_refused_total}. */
    public enum Reason {
        MISSING,
        INVALID,
        EXPIRED,
        USED,
        /** The login it was given for has ended since. */
        LOGIN_OVER,
        /** The cluster could not answer whether it was used before. */
        UNAVAILABLE;

        private final String label = name().toLowerCase(Locale.ROOT);

        /** The label's value. */
        public String label() {
            return label;
        }
    }

    private final Reason reason;

    /** @param reason why, for metrics and audit */
    public TicketRefusedException(Reason reason) {
        super("The ticket is not valid: ask for a new one", null, false, false);
        this.reason = reason;
    }

    /** Why, for metrics and audit; a client learns no more than whether trying again makes sense. */
    public Reason reason() {
        return reason;
    }
}
