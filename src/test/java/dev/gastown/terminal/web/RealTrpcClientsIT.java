package dev.gastown.terminal.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gastown.terminal.command.GatewayFixture;
import dev.gastown.terminal.identity.Jwts;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The API as the published {@code @trpc/client} sees it, both majors that are in use. */
class RealTrpcClientsIT {
    private static final String FOREIGN_TOWN = "3f1c9a52-0d5e-4c11-9a3e-5d6f7a8b9c99";
    private static final long DEADLINE_SECONDS = 60;

    private static GatewayFixture gateway;

    @BeforeAll
    static void start() {
        gateway = new GatewayFixture();
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"v10", "v11"})
    void understandEveryAnswerSinglyAndInBatches(String major) throws Exception {
        JsonObject answers = run(major);

        JsonObject singly = answers.getJsonObject("httpLink");
        assertEverythingIsUnderstood(singly);
        assertThat(statuses(singly, "queries")).containsExactlyInAnyOrder(200, 200, 404, 200);
        assertThat(statuses(singly, "mutations")).containsExactly(200, 200, 200);
        assertThat(outcomes(singly, "tooMany")).allMatch(outcome -> outcome.containsKey("data"));

        JsonObject batched = answers.getJsonObject("httpBatchLink");
        assertEverythingIsUnderstood(batched);
        assertThat(statuses(batched, "queries")).containsExactly(207);
        assertThat(statuses(batched, "mutations")).containsExactly(200);
        assertThat(statuses(batched, "refused")).containsExactly(207);
        assertThat(statuses(batched, "tooMany")).containsExactly(400);
        assertThat(outcomes(batched, "tooMany"))
                .hasSize(11)
                .allMatch(outcome -> "BAD_REQUEST".equals(outcome.getString("code")));
    }

    private static void assertEverythingIsUnderstood(JsonObject answers) {
        assertThat(data(answers, "one", 0).getJsonArray("towns")).hasSize(1);

        assertThat(data(answers, "queries", 1).getJsonArray("sessions")).hasSize(2);
        assertError(answers, "queries", 2, "NOT_FOUND", 404, -32004, "gastown.listSessions");
        assertThat(data(answers, "queries", 3).getDouble("sandboxMillis")).isPositive();

        assertThat(data(answers, "mutations", 0).getString("access")).isEqualTo("write");
        assertThat(data(answers, "mutations", 1).getString("access")).isEqualTo("read");
        assertThat(data(answers, "mutations", 2).getString("ticket")).isNotBlank();

        assertError(answers, "refused", 0, "BAD_REQUEST", 400, -32600, "gastown.getStreamTicket");
        assertThat(outcomes(answers, "refused").get(0).getString("message")).contains("townId");
        assertError(answers, "refused", 1, "NOT_FOUND", 404, -32004, "gastown.getStreamTicket");
        assertError(answers, "unknown", 0, "NOT_FOUND", 404, -32004, "gastown.nothing");
        assertError(answers, "wrongKind", 0, "METHOD_NOT_SUPPORTED", 405, -32005, "gastown.listTowns");
        assertError(answers, "stranger", 0, "UNAUTHORIZED", 401, -32001, "gastown.listTowns");
        assertError(answers, "tooLarge", 0, "PAYLOAD_TOO_LARGE", 413, -32013, null);
    }

    private static void assertError(
            JsonObject answers, String name, int index, String code, int status, int number, String path) {
        JsonObject outcome = outcomes(answers, name).get(index);
        assertThat(outcome.getString("name")).isEqualTo("TRPCClientError");
        assertThat(outcome.getString("code")).as(outcome.encode()).isEqualTo(code);
        assertThat(outcome.getInteger("httpStatus")).isEqualTo(status);
        assertThat(outcome.getInteger("number")).isEqualTo(number);
        assertThat(outcome.getString("path")).isEqualTo(path);
        assertThat(outcome.getString("message")).isNotBlank();
    }

    private static JsonObject data(JsonObject answers, String name, int index) {
        JsonObject outcome = outcomes(answers, name).get(index);
        assertThat(outcome.containsKey("data")).as(outcome.encode()).isTrue();
        return outcome.getJsonObject("data");
    }

    private static List<JsonObject> outcomes(JsonObject answers, String name) {
        return objects(answers.getJsonObject(name).getJsonArray("outcomes"));
    }

    private static List<Integer> statuses(JsonObject answers, String name) {
        return objects(answers.getJsonObject(name).getJsonArray("requests")).stream()
                .map(request -> request.getInteger("status"))
                .toList();
    }

    private static List<JsonObject> objects(JsonArray array) {
        return array.stream().map(JsonObject.class::cast).toList();
    }

    private static JsonObject run(String major) throws Exception {
        Process node = new ProcessBuilder(
                        System.getProperty("gastown.node", ".node/node/node"),
                        Path.of("src/test/trpc-client", major, "client.mjs").toString(),
                        "http://127.0.0.1:" + gateway.port() + "/api/trpc",
                        Jwts.user(GatewayFixture.SESSION_SECRET, "alice"),
                        GatewayFixture.TOWN,
                        FOREIGN_TOWN)
                .redirectErrorStream(true)
                .start();
        node.getOutputStream().close();
        String output = new String(node.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(node.waitFor(DEADLINE_SECONDS, TimeUnit.SECONDS)).isTrue();
        assertThat(node.exitValue()).as(output).isZero();
        return new JsonObject(output);
    }
}
