package dev.gastown.terminal.web;

import static dev.gastown.terminal.session.ScriptedSandbox.session;
import static dev.gastown.terminal.web.TrpcFixture.ALICE;
import static dev.gastown.terminal.web.TrpcFixture.TICKET_PATH;
import static dev.gastown.terminal.web.TrpcFixture.assertError;
import static dev.gastown.terminal.web.TrpcFixture.listPath;
import static dev.gastown.terminal.web.TrpcFixture.mayor;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.gastown.terminal.command.GatewayFixture;
import dev.gastown.terminal.session.ScriptedSandbox;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.EnumMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.LoggerFactory;

/** Whatever one sandbox answers, who asked for it is told, and the town beside it is listed and opened as ever. */
class AMisbehavingListHurtsNoOtherTownTest {
    private static final int MOST_MEGABYTES_TAKEN = 32;
    private static final Vertx SANDBOXES = Vertx.vertx();
    private static final Map<ListMisbehaviour, Town> TOWNS = new EnumMap<>(ListMisbehaviour.class);

    private static final Logger VERTX = (Logger) LoggerFactory.getLogger("io.vertx.core.net");
    private static final ListAppender<ILoggingEvent> LOG = new ListAppender<>();

    private static GatewayFixture gateway;

    /** A town of its own for each: a failure is remembered for a while. */
    private record Town(String id, ScriptedSandbox sandbox, Promise<Void> left) {
        static Town of(ListMisbehaviour misbehaviour) {
            Promise<Void> left = Promise.promise();
            ScriptedSandbox sandbox = new ScriptedSandbox(SANDBOXES).script(request -> {
                request.connection().closeHandler(closed -> left.tryComplete());
                misbehaviour.answer(request);
            });
            return new Town(UUID.randomUUID().toString(), sandbox, left);
        }
    }

    @BeforeAll
    static void start() {
        LOG.start();
        VERTX.addAppender(LOG);
        ScriptedSandbox beside =
                new ScriptedSandbox(SANDBOXES).sessions(session("hq-mayor", "mayor"), session("gt-witness", "witness"));
        JsonArray towns = new JsonArray().add(configured(GatewayFixture.TOWN, beside));
        for (ListMisbehaviour misbehaviour : ListMisbehaviour.values()) {
            Town town = Town.of(misbehaviour);
            TOWNS.put(misbehaviour, town);
            towns.add(configured(town.id(), town.sandbox()));
        }
        gateway = new GatewayFixture(new JsonObject().put("towns", towns));
    }

    private static JsonObject configured(String id, ScriptedSandbox sandbox) {
        return new JsonObject()
                .put("townId", id)
                .put("name", "Shelbyville")
                .put("owners", new JsonArray().add("alice"))
                .put("sandboxUrl", sandbox.url().toString())
                .put("sandboxKey", ScriptedSandbox.KEY);
    }

    @AfterAll
    static void stop() {
        VERTX.detachAppender(LOG);
        gateway.close();
        ScriptedSandbox.await(SANDBOXES.close());
    }

    @ParameterizedTest
    @EnumSource
    void andWhoAskedIsToldSo(ListMisbehaviour misbehaviour) {
        Town town = TOWNS.get(misbehaviour);
        CompletableFuture<RawHttp.Answer> asked =
                CompletableFuture.supplyAsync(() -> gateway.get(listPath(town.id()), ALICE));
        GatewayFixture.eventually("the question", () -> town.sandbox().asked() > 0);
        theTownBesideIsAsEver();

        RawHttp.Answer answer = asked.join();
        if (misbehaviour.status == 200) {
            assertThat(answer.status()).as(answer.body()).isEqualTo(200);
            assertThat(sessions(answer)).hasSizeLessThanOrEqualTo(1_000);
            assertThat(answer.body()).doesNotContain("..");
        } else {
            String code = misbehaviour.status == 504 ? "GATEWAY_TIMEOUT" : "BAD_GATEWAY";
            assertError(answer, misbehaviour.status, code, -32603);
        }
        if (misbehaviour.isCutOff) {
            ScriptedSandbox.await(town.left().future());
        }
        assertThat(LOG.list).as("what a sandbox sends is not for the log").isEmpty();
        assertThat(town.sandbox().asked()).isEqualTo(1);
        assertThat(misbehaviour.poured).hasValueLessThan(MOST_MEGABYTES_TAKEN);
        theTownBesideIsAsEver();
    }

    private static void theTownBesideIsAsEver() {
        RawHttp.Answer list = gateway.get(listPath(GatewayFixture.TOWN), ALICE);
        assertThat(list.status()).as(list.body()).isEqualTo(200);
        assertThat(list.body()).contains("\"stale\":false");
        assertThat(sessions(list)).hasSize(2);
        assertThat(gateway.post(TICKET_PATH, mayor(), ALICE).status()).isEqualTo(200);
    }

    private static JsonArray sessions(RawHttp.Answer answer) {
        return answer.json().getJsonObject("result").getJsonObject("data").getJsonArray("sessions");
    }
}
