package dev.gastown.terminal.session;

import static dev.gastown.terminal.session.ScriptedSandbox.session;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SandboxListsAreNotTrustedTest {
    private static final int MANY = 1_000;

    @Test
    void listsAreSorted() {
        assertThat(names(
                        session("zz-b", "polecat").put("rig", "zinc"),
                        session("gt-b", "polecat").put("rig", "gastown"),
                        session("gt-a", "polecat").put("rig", "gastown"),
                        session("gt-crew-joe", "crew").put("rig", "gastown"),
                        session("gt-refinery", "refinery").put("rig", "gastown"),
                        session("gt-witness", "witness").put("rig", "gastown"),
                        session("zz-witness", "witness").put("rig", "zinc"),
                        session("other", "unknown"),
                        session("hq-overseer", "overseer"),
                        session("hq-dog-b", "dog"),
                        session("hq-dog-a", "dog"),
                        session("hq-boot", "boot"),
                        session("hq-deacon", "deacon"),
                        session("hq-mayor", "mayor")))
                .containsExactly(
                        "hq-mayor",
                        "hq-deacon",
                        "hq-boot",
                        "hq-dog-a",
                        "hq-dog-b",
                        "hq-overseer",
                        "gt-witness",
                        "gt-refinery",
                        "gt-crew-joe",
                        "gt-a",
                        "gt-b",
                        "zz-witness",
                        "zz-b",
                        "other");
    }

    @Test
    void onlyTheFieldsOfTheContractAreTakenOver() {
        JsonObject published = one(session("gt-toast", "polecat")
                .put("content", "SECRET")
                .put("lastOutput", "SECRET")
                .put("data", new JsonObject().put("deep", "SECRET"))
                .put("attention", "waiting")
                .put("attentionReason", "asks something"));

        assertThat(published.fieldNames())
                .containsExactlyInAnyOrder(
                        "name",
                        "role",
                        "rig",
                        "status",
                        "alive",
                        "idleSeconds",
                        "title",
                        "attention",
                        "attentionReason");
        assertThat(published.encode()).doesNotContain("SECRET");
    }

    @Test
    void nameRoleAndAliveAreEnough() {
        assertThat(one(session("Toast", "polecat")))
                .isEqualTo(new JsonObject()
                        .put("name", "Toast")
                        .put("role", "polecat")
                        .putNull("rig")
                        .put("status", "active")
                        .put("alive", true)
                        .putNull("idleSeconds")
                        .putNull("title"));
        assertThat(one(session("Toast", "polecat").put("alive", false)).getString("status"))
                .isEqualTo("dead");
    }

    @ParameterizedTest
    @CsvSource({
        "0, active, 0",
        "59, active, 59",
        "60, idle, 60",
        "3.9, active, 3",
        "4294967296, idle, 2147483647",
        "1e300, idle, 2147483647",
        "-1, active, "
    })
    void idleSecondsTellTheStatusAndAreNeverInvented(double idle, String status, Integer published) {
        JsonObject json = one(session("gt-a", "polecat").put("idleSeconds", idle == 4294967296.0 ? 4294967296L : idle));

        assertThat(json.getString("status")).isEqualTo(status);
        assertThat(json.getInteger("idleSeconds")).isEqualTo(published);
    }

    @ParameterizedTest
    @CsvSource({
        "idle, true, idle",
        "active, true, active",
        "dead, true, active",
        "dead, false, dead",
        "active, false, dead",
        "weird, true, active"
    })
    void theReportedStatusCountsUnlessItContradicts(String reported, boolean alive, String status) {
        assertThat(one(session("gt-a", "polecat").put("status", reported).put("alive", alive))
                        .getString("status"))
                .isEqualTo(status);
    }

    @Test
    void invalidNamesAreDroppedAndCounted() {
        SandboxListing listing = read(
                session("hq-mayor", "mayor"),
                session("../etc/passwd", "mayor"),
                session("", "mayor"),
                session("a b", "mayor"),
                session("a;reboot", "mayor"),
                session("x".repeat(129), "mayor"),
                session("mäyor", "mayor"),
                session("hq-mayor\n", "mayor"),
                new JsonObject().put("role", "mayor"),
                new JsonObject().put("name", 7).put("role", "mayor"),
                session("hq-mayor", "polecat"));

        assertThat(listing.sessions()).extracting(AgentSession::name).containsExactly("hq-mayor");
        assertThat(listing.sessions()).extracting(AgentSession::role).containsExactly(Role.MAYOR);
        assertThat(listing.dropped()).isEqualTo(10);
    }

    @Test
    void entriesThatAreNoObjectsAreDropped() {
        SandboxListing listing = SandboxListingReader.read(
                new JsonObject("{\"sessions\":[null,7,\"x\",[],{},{\"name\":\"ok\",\"alive\":true}]}"), MANY);

        assertThat(listing.sessions()).extracting(AgentSession::name).containsExactly("ok");
        assertThat(listing.dropped()).isEqualTo(5);
    }

    @Test
    void textsAreCutAndHoldNoControlCharacters() {
        assertThat(one(session("a", "crew").put("title", "x".repeat(500))).getString("title"))
                .hasSize(120);
        String emoji = one(session("a", "crew").put("title", "\uD83D\uDE00".repeat(500)))
                .getString("title");
        assertThat(emoji.codePointCount(0, emoji.length())).isEqualTo(120);
        assertThat(one(session("a", "crew").put("attentionReason", "y".repeat(500)))
                        .getString("attentionReason"))
                .hasSize(120);
        assertThat(one(session("a", "crew").put("title", "\u001b[31mred\u0007\u009b2J\r\n\u0000\u2028\u202e\u061cend"))
                        .getString("title"))
                .isEqualTo("[31mred  2J      end");
        assertThat(one(session("a", "crew").put("title", " \t ")).getValue("title"))
                .isNull();
        assertThat(one(session("a", "crew").put("title", 7)).getValue("title")).isNull();
        assertThat(one(session("a", "crew").put("title", "日本 é")).getString("title"))
                .isEqualTo("日本 é");
    }

    @ParameterizedTest
    @ValueSource(strings = {"panicking", "WAITING", ""})
    void onlyKnownAttentionIsPublished(String word) {
        assertThat(one(session("a", "crew").put("attention", word)).containsKey("attention"))
                .isFalse();
    }

    @Test
    void tooManySessionsAreDroppedAndCounted() {
        SandboxListing listing = SandboxListingReader.read(
                new JsonObject()
                        .put(
                                "sessions",
                                new JsonArray(IntStream.range(0, 100_000)
                                        .mapToObj(i -> session("s" + i, "polecat"))
                                        .toList())),
                MANY);

        assertThat(listing.sessions()).hasSize(MANY);
        assertThat(listing.dropped()).isEqualTo(99_000);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"sessions\":null}", "{\"sessions\":{}}", "{\"sessions\":\"x\"}"})
    void whatIsNoListIsRefused(String body) {
        assertThatThrownBy(() -> SandboxListingReader.read(new JsonObject(body), MANY))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void onlyTheKnownProtocolIsRemembered() {
        JsonObject body = new JsonObject()
                .put("protocols", new JsonArray().add("other").add(7).add("gastown.terminal.v2"))
                .put("sessions", new JsonArray());
        assertThat(SandboxListingReader.read(body, MANY).protocols()).containsExactly("gastown.terminal.v2");
        assertThat(SandboxListingReader.read(body.put("protocols", "gastown.terminal.v2"), MANY)
                        .protocols())
                .isEmpty();
    }

    private static JsonObject one(JsonObject session) {
        return read(session).sessions().get(0).toJson();
    }

    private static List<String> names(JsonObject... sessions) {
        return read(sessions).sessions().stream().map(AgentSession::name).toList();
    }

    private static SandboxListing read(JsonObject... sessions) {
        return SandboxListingReader.read(new JsonObject().put("sessions", new JsonArray(List.of(sessions))), MANY);
    }
}
