package dev.gastown.terminal.web;

import dev.gastown.terminal.command.GatewayFixture;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;

/** What strangers may send to the API: near misses of real calls rather than noise, which the first check refuses. */
final class AnyCall {
    private static final int DEEPEST = 20_000;
    private static final int MOST_CALLS = 12;

    private static final List<String> PROCEDURES = List.of(
            "gastown.getStreamTicket",
            "gastown.getWallTicket",
            "gastown.listSessions",
            "gastown.listTowns",
            "gastown.roundTrip",
            "gastown.nothing",
            "gastown",
            "",
            "%F0%9F%98%80",
            "constructor",
            "a/b",
            "..%2f..%2f",
            "%00",
            "%e2%80%ae");

    private static final List<String> KEYS =
            List.of("townId", "sessionName", "sessionNames", "0", "1", "10", "-1", "__proto__", "json", "", "\\u0000");

    private static final List<String> LEAVES = List.of(
            "null",
            "true",
            "\"" + GatewayFixture.TOWN + "\"",
            "\"hq-mayor\"",
            "[\"hq-mayor\"]",
            "-0",
            "1e999999999",
            "-1E-999999999",
            "9".repeat(2_000),
            "0." + "0".repeat(400) + "1",
            "9223372036854775808",
            "\"\\ud800\"",
            "\"\\udc00\\ud800\"",
            "\"\\u0000\"",
            "\"\u202egnp.exe\"",
            "\"😀漢\uFFFF\uFEFF\"",
            "\"../../etc/passwd\"",
            "\"" + "x".repeat(3_000) + "\"",
            "{}",
            "[]");

    private AnyCall() {}

    /** JSON, and what is nearly JSON. */
    static Arbitrary<String> json() {
        return Arbitraries.frequencyOf(
                Tuple.of(6, value(3)),
                Tuple.of(3, broken(value(3))),
                Tuple.of(2, deep()),
                Tuple.of(1, Arbitraries.strings().ofMaxLength(100)));
    }

    /** Bodies, text or not. */
    static Arbitrary<byte[]> bodies() {
        Arbitrary<byte[]> text = json().map(json -> json.getBytes(StandardCharsets.UTF_8));
        Arbitrary<byte[]> noText = Arbitraries.bytes().array(byte[].class).ofMaxSize(200);
        Arbitrary<byte[]> wide = json().map(json -> json.getBytes(StandardCharsets.UTF_16));
        Arbitrary<byte[]> latin = json().map(json -> json.getBytes(StandardCharsets.ISO_8859_1));
        return Arbitraries.frequencyOf(Tuple.of(6, text), Tuple.of(1, noText), Tuple.of(1, wide), Tuple.of(1, latin));
    }

    /** The procedures in the address. */
    static Arbitrary<String> procedures() {
        return Arbitraries.of(PROCEDURES)
                .list()
                .ofMinSize(1)
                .ofMaxSize(MOST_CALLS)
                .map(names -> String.join(",", names));
    }

    /** What stands behind the procedures. */
    static Arbitrary<String> queries() {
        Arbitrary<String> batch =
                Arbitraries.of("batch=1", "batch=1", "", "batch=0", "batch=1&batch=1", "batch", "batch=%");
        Arbitrary<String> escaped = json().filter(json -> json.length() < 1_000).map(TrpcFixture::encoded);
        Arbitrary<String> raw =
                Arbitraries.strings().withCharRange('!', '~').excludeChars('#').ofMaxLength(100);
        Arbitrary<String> input = Arbitraries.oneOf(escaped, raw).map(text -> "input=" + text);
        return Combinators.combine(batch, input.list().ofMaxSize(2))
                .as((flag, inputs) -> "?" + flag + "&" + String.join("&", inputs));
    }

    private static Arbitrary<String> value(int depth) {
        Arbitrary<String> leaf = Arbitraries.of(LEAVES);
        if (depth == 0) {
            return leaf;
        }
        // A list of pairs and not a map: keys may be there twice.
        Arbitrary<String> pair = Combinators.combine(Arbitraries.of(KEYS), value(depth - 1))
                .as((key, value) -> "\"" + key + "\":" + value);
        Arbitrary<String> object = pair.list().ofMaxSize(4).map(AnyCall::object);
        Arbitrary<String> list =
                value(depth - 1).list().ofMaxSize(4).map(values -> "[" + String.join(",", values) + "]");
        return Arbitraries.oneOf(object, object, list, leaf);
    }

    private static String object(List<String> pairs) {
        return pairs.stream().collect(Collectors.joining(",", "{", "}"));
    }

    private static Arbitrary<String> broken(Arbitrary<String> json) {
        return Combinators.combine(
                        json, Arbitraries.integers().between(0, 4_000), Arbitraries.chars(), Arbitraries.of(0, 1))
                .as((text, place, character, cut) -> {
                    int at = text.isEmpty() ? 0 : place % text.length();
                    return text.substring(0, at) + (cut == 1 ? "" : character + text.substring(at));
                });
    }

    private static Arbitrary<String> deep() {
        String input = new JsonObject().put("townId", GatewayFixture.TOWN).encode();
        return Combinators.combine(
                        Arbitraries.of("[", "{\"townId\":", "[{\"a\":"),
                        Arbitraries.integers().between(1, DEEPEST / 4),
                        Arbitraries.of(0, 1))
                .as((open, times, closed) -> open.repeat(times)
                        + input
                        + (closed == 0
                                ? ""
                                : new StringBuilder(open.replaceAll("[^\\[{]", ""))
                                        .reverse()
                                        .toString()
                                        .replace('[', ']')
                                        .replace('{', '}')
                                        .repeat(times)));
    }
}
