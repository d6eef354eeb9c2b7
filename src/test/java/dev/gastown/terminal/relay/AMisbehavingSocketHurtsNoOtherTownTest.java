package dev.gastown.terminal.relay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gastown.terminal.config.RelayMode;
import dev.gastown.terminal.identity.User;
import dev.gastown.terminal.ticket.Access;
import dev.gastown.terminal.town.Owners;
import dev.gastown.terminal.town.Town;
import dev.gastown.terminal.town.TownStatus;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whatever one sandbox does, its viewer is told, its connection ends, and the writer of the town beside it types on. */
@ParameterizedClass
@EnumSource
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AMisbehavingSocketHurtsNoOtherTownTest {
    private static final UUID BESIDE = UUID.fromString("3f1c9a52-0d5e-4c11-9a3e-5d6f7a8b9c02");
    private static final User ALICE = new User("alice", Optional.empty());

    /** Sockets to sandboxes, as Vert.x counts them. */
    private static final String TO_SANDBOXES = "vertx.http.client.active.ws.connections";

    /** How the gateway holds the connection that misbehaves. */
    enum Held {
        FRAMES(RelayMode.FRAMES),
        FAST(RelayMode.FAST),
        SHARED(RelayMode.FAST);

        private final RelayMode mode;

        Held(RelayMode mode) {
            this.mode = mode;
        }
    }

    @Parameter
    private Held held;

    private WireSandbox sandbox;
    private WireSandbox beside;
    private RelayFixture gateway;
    private WireBrowser neighbour;
    private WireSandbox.Viewing neighboursSession;
    private int checks;

    @BeforeParameterizedClassInvocation
    void start() {
        sandbox = new WireSandbox();
        beside = new WireSandbox();
        gateway = new RelayFixture(sandbox, held.mode);
        gateway.towns.put(new Town(
                BESIDE,
                "Shelbyville",
                Owners.users(ALICE.userId()),
                beside.url(),
                Optional.of(RelayFixture.KEY),
                TownStatus.RUNNING));
        neighbour = WireBrowser.connect(gateway.port())
                .upgrade("?ticket=" + gateway.tickets.add(ALICE, BESIDE, "hq-mayor", Access.WRITE));
        neighboursSession = beside.open();
    }

    @AfterEach
    void theNeighbourTypesOnAndNothingElseIsLeft() {
        Frame typed = Frame.text("typed " + ++checks);
        neighbour.send(typed);
        assertThat(neighboursSession.receive()).isEqualTo(typed);
        Frame shown = Frame.binary(new byte[] {(byte) checks});
        neighboursSession.send(shown);
        assertThat(neighbour.receive()).isEqualTo(shown);
        RelayFixture.eventually(() -> gateway.open() == 1);
        RelayFixture.eventually(() -> gateway.metric(TO_SANDBOXES) == 1);
    }

    @AfterParameterizedClassInvocation
    void stop() {
        neighbour.close();
        sandbox.close();
        beside.close();
        gateway.close();
    }

    @ParameterizedTest
    @EnumSource
    void andItsOwnViewerIsToldWhy(SocketMisbehaviour misbehaviour) {
        try (WireBrowser browser = browser()) {
            WireSandbox.Viewing session = sandbox.accept();
            if (!misbehaviour.inHandshake) {
                session.answer101(session.header("sec-websocket-protocol"));
                begin(session, browser);
            }
            // Meanwhile: a viewer that does not read would hold its sandbox back.
            CompletableFuture<Frame> told = CompletableFuture.supplyAsync(browser::receiveClose);
            boolean hungUp = !isTaken(misbehaviour, session);
            assertThat(told.join().closeCode()).isEqualTo(misbehaviour.told.code());
            if (misbehaviour.isLong) {
                assertThat(hungUp).as("the gateway reads no more").isTrue();
            }
            if (!hungUp && !session.socket.isClosed()) {
                session.receiveClose();
            }
            session.close();
        }
    }

    private static boolean isTaken(SocketMisbehaviour misbehaviour, WireSandbox.Viewing session) {
        try {
            misbehaviour.by(session);
            return true;
        } catch (UncheckedIOException hungUp) {
            return false;
        }
    }

    private WireBrowser browser() {
        return held == Held.SHARED ? gateway.browser(Access.READ, SharedRelay.V2) : gateway.browser(Access.READ);
    }

    private void begin(WireSandbox.Viewing session, WireBrowser browser) {
        if (held == Held.SHARED) {
            SharedRelay.begin(session, "a screen", browser);
        } else {
            session.send(SharedRelay.HELLO);
            SharedRelay.sees(browser, SharedRelay.HELLO);
        }
    }
}
