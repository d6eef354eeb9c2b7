package dev.gastown.terminal.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gastown.terminal.command.GatewayFixture;
import io.vertx.core.json.JsonObject;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** How the tests call the API and what they expect of its errors. */
final class TrpcFixture {
    static final String TICKET_PATH = "/api/trpc/gastown.getStreamTicket";
    static final String ALICE = GatewayFixture.bearer("alice");

    private TrpcFixture() {}

    static String ticketInput(String townId, String session) {
        return new JsonObject()
                .put("townId", townId)
                .put("sessionName", session)
                .encode();
    }

    static String mayor() {
        return ticketInput(GatewayFixture.TOWN, "hq-mayor");
    }

    static String listPath(String townId) {
        return "/api/trpc/gastown.listSessions?input="
                + encoded(new JsonObject().put("townId", townId).encode());
    }

    static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    /** The answer is one error envelope, with exactly the fields of tRPC. */
    static void assertError(RawHttp.Answer answer, int status, String code, int number) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(status);
        assertEnvelope(answer.header("Content-Type").orElse("none"), answer.json(), status, code, number);
    }

    static void assertEnvelope(String contentType, JsonObject envelope, int status, String code, int number) {
        assertThat(contentType).isEqualTo("application/json");
        assertThat(envelope.fieldNames()).containsExactly("error");
        JsonObject error = envelope.getJsonObject("error");
        assertThat(error.fieldNames()).containsExactlyInAnyOrder("message", "code", "data");
        assertThat(error.getString("message")).isNotBlank();
        assertThat(error.getInteger("code")).isEqualTo(number);
        JsonObject data = error.getJsonObject("data");
        assertThat(data.getString("code")).isEqualTo(code);
        assertThat(data.getInteger("httpStatus")).isEqualTo(status);
        assertThat(data.fieldNames()).isSubsetOf("code", "httpStatus", "path");
    }
}
