package dev.gastown.terminal.command.doctor;

import dev.gastown.terminal.session.AgentSession;
import dev.gastown.terminal.session.Role;
import dev.gastown.terminal.session.SandboxApi;
import dev.gastown.terminal.session.SandboxClient;
import dev.gastown.terminal.session.SandboxException;
import dev.gastown.terminal.session.SandboxListing;
import dev.gastown.terminal.town.Town;
import dev.gastown.terminal.town.TownStatus;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** Whether each running town's sandbox answers, takes the key, and has a Mayor. */
public final class TownsCheck implements Check {
    /** Asked at a time: a deployment may have thousands of towns. */
    private static final int AT_A_TIME = 32;

    private final Collection<Town> towns;
    private final SandboxClient sandboxes;

    /**
     * @param towns as the configuration or the database has them
     * @param sandboxes asks them
     */
    public TownsCheck(Collection<Town> towns, SandboxClient sandboxes) {
        this.towns = towns;
        this.sandboxes = sandboxes;
    }

    @Override
    public List<Finding> run() {
        if (towns.isEmpty()) {
            return List.of(Finding.note("towns", "there are none: nobody will see anything"));
        }
        List<Finding> findings = new ArrayList<>();
        List<Town> all = List.copyOf(towns);
        for (int from = 0; from < all.size(); from += AT_A_TIME) {
            all.subList(from, Math.min(all.size(), from + AT_A_TIME)).stream()
                    .map(this::look)
                    .toList()
                    .forEach(looked -> findings.add(looked.await()));
        }
        return findings;
    }

    private Future<Finding> look(Town town) {
        String about = "town " + town.name();
        if (town.status() != TownStatus.RUNNING) {
            return Future.succeededFuture(Finding.ok(about, town.status().wireName()));
        }
        if (town.sandboxKey().isEmpty()) {
            return Future.succeededFuture(Finding.fix(about, "has no sandboxKey: nobody can connect"));
        }
        return sandboxes
                .list(town, Optional.empty())
                .map(listing -> found(about, listing))
                .otherwise(failure -> Finding.fix(about, words(town, failure)));
    }

    private static Finding found(String about, SandboxListing listing) {
        List<String> mayors = listing.sessions().stream()
                .filter(session -> session.role() == Role.MAYOR)
                .map(AgentSession::name)
                .toList();
        if (mayors.isEmpty()) {
            return Finding.note(
                    about, listing.sessions().size() + " sessions, but none has the role mayor: nobody can type");
        }
        String form = listing.protocols().contains(SandboxApi.TERMINAL_V2) ? SandboxApi.TERMINAL_V2 : "the plain form";
        return Finding.ok(
                about,
                listing.sessions().size() + " sessions, Mayor " + String.join(", ", mayors) + ", speaks " + form);
    }

    private static String words(Town town, Throwable failure) {
        String at = " at " + town.sandboxUrl();
        if (!(failure instanceof SandboxException known)) {
            return "can't be asked" + at;
        }
        return switch (known.kind()) {
            case UNREACHABLE ->
                "nothing answers" + at + ": start the sandbox agent there, and let this machine reach its port";
            case TIMEOUT -> "no answer in time" + at + ": is the sandbox overloaded, or the network cut?";
            case REFUSED -> "refuses the gateway" + at + ": sandboxKey must be the agent's GASTOWN_SANDBOX_KEY";
            case NO_TMUX -> "the agent" + at + " runs, but no tmux server: start the town, or name its --tmux-socket";
            case NOT_RUNNING -> "is not running";
            case DIRECTORY_DOWN -> "is not known right now";
            case GARBAGE -> "what answers" + at + " is no sandbox agent";
        };
    }
}
