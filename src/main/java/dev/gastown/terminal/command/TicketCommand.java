package dev.gastown.terminal.command;

import dev.gastown.terminal.cluster.Marks;
import dev.gastown.terminal.cluster.Once;
import dev.gastown.terminal.config.Settings;
import dev.gastown.terminal.identity.Logins;
import dev.gastown.terminal.identity.User;
import dev.gastown.terminal.ops.LimitMeter;
import dev.gastown.terminal.session.Role;
import dev.gastown.terminal.session.SandboxClient;
import dev.gastown.terminal.ticket.Access;
import dev.gastown.terminal.ticket.EventBusTicketDesk;
import dev.gastown.terminal.ticket.SignedTicket;
import dev.gastown.terminal.ticket.TicketVerticle;
import dev.gastown.terminal.town.PostgresTownDirectory;
import dev.gastown.terminal.town.Town;
import dev.gastown.terminal.town.TownDirectory;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * {@code ticket}: mints a ticket as the gateway would, for whoever has its configuration, and prints the address of the
 * terminal it opens (contract section 11). Grants no more than the API would: the town must be the user's, the session there,
 * and only a Mayor's takes input.
 */
@Command(
        name = "ticket",
        mixinStandardHelpOptions = true,
        description =
                "Prints the address of a terminal, with a ticket that opens it once within 60 s: for debugging, with"
                        + " the gateway's own configuration.")
final class TicketCommand implements Callable<Integer> {
    private static final int DONE = 0;

    @Option(names = "--user", required = true, paramLabel = "ID", description = "For whom.")
    private String user = "";

    @Option(names = "--group", paramLabel = "NAME", description = "A group of the user's; may be repeated.")
    private Set<String> groups = Set.of();

    @Option(names = "--town", required = true, paramLabel = "UUID", description = "One of the user's towns.")
    private UUID townId;

    @Option(names = "--session", required = true, paramLabel = "NAME", description = "A session of the town.")
    private String session = "";

    @Override
    public Integer call() {
        return CommandProcess.run((vertx, settings) -> {
            settings.checkGateway();
            SignedTicket ticket = mint(vertx, settings).await();
            System.out.println(address(settings) + ticket.jwt());
            return DONE;
        });
    }

    private Future<SignedTicket> mint(Vertx vertx, Settings settings) {
        MeterRegistry meters = new SimpleMeterRegistry();
        User caller = new User(user, groups, Optional.empty());
        SandboxClient sandboxes =
                new SandboxClient(vertx, settings.poller().timeout(), settings::limits, new LimitMeter(meters));
        return towns(vertx, settings, meters)
                .compose(towns -> towns.find(townId))
                .map(found -> found.filter(town -> town.isOpenTo(caller))
                        .orElseThrow(() ->
                                new IllegalStateException("the user has no such town, or it does not run: " + townId)))
                .compose(town -> sandboxes
                        .list(town, Optional.empty())
                        .map(listing -> listing.sessions().stream()
                                .filter(listed -> listed.name().equals(session))
                                .findFirst()
                                .orElseThrow(() -> new IllegalStateException("the town has no session " + session)))
                        .compose(listed -> issue(
                                vertx,
                                settings,
                                meters,
                                town,
                                caller,
                                listed.role() == Role.MAYOR && town.takesInputFrom(caller)
                                        ? Access.WRITE
                                        : Access.READ)));
    }

    private static Future<TownDirectory> towns(Vertx vertx, Settings settings, MeterRegistry meters) {
        return settings.database()
                .map(database -> new PostgresTownDirectory(database, meters))
                .map(directory -> vertx.deployVerticle(directory).<TownDirectory>map(directory))
                .orElseGet(() -> Future.succeededFuture(new LiveSettings(settings, Map.of()).towns()));
    }

    private Future<SignedTicket> issue(
            Vertx vertx, Settings settings, MeterRegistry meters, Town town, User caller, Access access) {
        Clock clock = Clock.systemUTC();
        Once nonces = Once.alone(vertx, TicketVerticle.USED_NONCES, TicketVerticle.NONCE_MEMORY);
        return vertx.deployVerticle(new TicketVerticle(
                        settings.tickets(), nonces, new Logins(Marks.alone(vertx), clock), clock, meters))
                .compose(ready -> new EventBusTicketDesk(vertx.eventBus())
                        .issue(town.owners().member(caller), town.id(), session, access));
    }

    private static String address(Settings settings) {
        String origin = settings.http()
                .publicUrl()
                .orElseGet(
                        () -> DashboardLine.url(settings.http(), settings.http().port()));
        return origin.replaceFirst("^http", "ws").replaceAll("/$", "") + "/api/gastown/terminal?ticket=";
    }
}
