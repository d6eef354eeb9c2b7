package dev.gastown.terminal.session;

import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The event-bus addresses of session lists (contract section 5). */
public final class SessionAddresses {
    /** What {@link #listsOf} makes, for a bridge to permit. */
    public static final String LISTS_PATTERN =
            "gastown\\.town\\.([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})\\.sessions";

    /**
     * Whoever wants a town's lists published says so here, every {@link #WATCH_RENEWAL_SECONDS}: publish the town's id
     * as text. A town nobody speaks for is not polled.
     */
    public static final String WATCH = "gastown.session.watch";

    /** How often a watch is renewed, seconds; the poller forgets it after three times that. */
    public static final int WATCH_RENEWAL_SECONDS = 5;

    /** The node's own poller answers requests for lists here. */
    static final String LIST = "gastown.session.list";

    /** The node's own browsers say here which town they watch, by its id as text. */
    static final String WATCH_HERE = "gastown.session.watch.here";

    /** The node's own poller is told here that the node is about to go. */
    static final String LEAVE = "gastown.session.leave";

    /** The pollers of all nodes tell each other what their browsers watch: a {@link PollerNotice}. */
    static final String POLLERS = "gastown.session.pollers";

    private static final Pattern LISTS = Pattern.compile(LISTS_PATTERN);

    private SessionAddresses() {}

    /** Where the poller of one node answers other nodes' requests for lists. */
    static String listsAt(String node) {
        return LIST + "@" + node;
    }

    /** Where the lists of a town are published. */
    public static String listsOf(UUID townId) {
        return "gastown.town." + townId + ".sessions";
    }

    /** The town whose lists are published at an address; empty for every other address. */
    public static Optional<UUID> townOf(String address) {
        Matcher matcher = LISTS.matcher(address);
        return matcher.matches() ? Optional.of(UUID.fromString(matcher.group(1))) : Optional.empty();
    }
}
