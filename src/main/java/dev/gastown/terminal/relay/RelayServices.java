package dev.gastown.terminal.relay;

import dev.gastown.terminal.config.LimitSettings;
import dev.gastown.terminal.config.RelayMode;
import dev.gastown.terminal.identity.OriginPolicy;
import dev.gastown.terminal.ops.Audit;
import dev.gastown.terminal.ticket.TicketDesk;
import dev.gastown.terminal.town.TownDirectory;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.function.Supplier;

/**
 * What the relay needs of the rest of the house. One set serves all instances of {@link TerminalProxyVerticle}.
 *
 * @param tickets redeems tickets
 * @param towns whose towns are whose
 * @param origins which pages may connect; asked at each upgrade, so a reload takes effect
 * @param audit hears of every connection
 * @param meters where the metrics of contract section 11 are registered
 * @param mode how bytes are relayed
 * @param limits the limits in force; asked at each upgrade, so a reload takes effect
 * @param sockets the node's open sockets
 * @param shared the node's shared connections to sandboxes
 */
public record RelayServices(
        TicketDesk tickets,
        TownDirectory towns,
        Supplier<OriginPolicy> origins,
        Audit audit,
        MeterRegistry meters,
        RelayMode mode,
        Supplier<LimitSettings> limits,
        OpenSockets sockets,
        SharedSessions shared) {}
