package dev.gastown.terminal.ops;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.MultiMap;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** W3C Trace Context level 1. */
class TracesAreContinuedAsTheStandardSaysTest {
    private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
    private static final String PARENT = "b7ad6b7169203331";
    private static final String VALID = "00-" + TRACE + "-" + PARENT + "-01";

    @ParameterizedTest
    @CsvSource({
        "00-" + TRACE + "-" + PARENT + "-00, 00",
        "00-" + TRACE + "-" + PARENT + "-01, 01",
        // Flags that nobody knows yet are not passed on.
        "00-" + TRACE + "-" + PARENT + "-ff, 01",
        "00-" + TRACE + "-" + PARENT + "-02, 00",
        // A later version, which may have more to say.
        "01-" + TRACE + "-" + PARENT + "-01, 01",
        "cc-" + TRACE + "-" + PARENT + "-01-what the future will be like, 01",
        "cc-" + TRACE + "-" + PARENT + "-01-, 01"
    })
    void theTraceStaysAndTheParentIsNew(String parent, String flags) {
        String told = parent(TraceContext.continued(List.of(parent), List.of()));

        assertThat(told).matches("00-" + TRACE + "-(?!0{16})[0-9a-f]{16}-" + flags);
        assertThat(told).doesNotContain(PARENT);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                TRACE,
                "00-" + TRACE + "-" + PARENT,
                "00-" + TRACE + "-" + PARENT + "-1",
                "00-" + TRACE + "-" + PARENT + "-011",
                "00-" + TRACE + "-" + PARENT + "-01-",
                "00-" + TRACE + "-" + PARENT + "-01-more",
                "cc-" + TRACE + "-" + PARENT + "-01.more",
                "ff-" + TRACE + "-" + PARENT + "-01",
                "0-" + TRACE + "-" + PARENT + "-01",
                "00-00000000000000000000000000000000-" + PARENT + "-01",
                "00-" + TRACE + "-0000000000000000-01",
                "00-0AF7651916CD43DD8448EB211C80319C-" + PARENT + "-01",
                "00-" + TRACE + "-B7AD6B7169203331-01",
                "00-" + TRACE + "-" + PARENT + "-0G",
                "0g-" + TRACE + "-" + PARENT + "-01",
                "00-0af7651916cd43dd8448eb211c80319-" + PARENT + "-01",
                "00-" + TRACE + "-" + PARENT + "-01 ",
                "00-" + TRACE + "-" + PARENT + "-01\n",
                "00_" + TRACE + "_" + PARENT + "_01"
            })
    void whatIsNoTraceBeginsANewOneWithoutItsState(String parent) {
        TraceContext begun = TraceContext.continued(List.of(parent), List.of("a=1"));

        assertThat(parent(begun)).matches("00-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-00");
        assertThat(begun.traceId()).isNotEqualTo(TRACE);
        assertThat(begun.state()).isEmpty();
    }

    @Test
    void twoTracesAreNone() {
        assertThat(TraceContext.continued(List.of(VALID, VALID), List.of()).traceId())
                .isNotEqualTo(TRACE);
    }

    @Test
    void everyRequestWithoutOneHasAnIdOfItsOwn() {
        Set<String> ids = new HashSet<>();
        IntStream.range(0, 10_000)
                .forEach(i ->
                        ids.add(TraceContext.continued(List.of(), List.of()).traceId()));

        assertThat(ids).hasSize(10_000);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "rojo=00f067aa0ba902b7,congo=t61rcWkgMzE | rojo=00f067aa0ba902b7,congo=t61rcWkgMzE",
                "rojo=1 , congo=2 | rojo=1,congo=2",
                "rojo=1,,congo=2, | rojo=1,congo=2",
                "fw529a3039@dt=FfIAAQAB | fw529a3039@dt=FfIAAQAB",
                "0a@dt=1 | 0a@dt=1",
                "a-_*/0=! | a-_*/0=!"
            })
    void theStateIsPassedOnInOrder(String state, String passedOn) {
        assertThat(TraceContext.continued(List.of(VALID), List.of(state)).state())
                .contains(passedOn);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ",",
                "rojo",
                "rojo=",
                "=1",
                "Rojo=1",
                "0rojo=1",
                "rojo=1=2",
                "rojo=1,rojo=2",
                "ro jo=1",
                "rojo=\u00e9",
                "rojo=\u0007",
                "a@b@c=1",
                "a@=1",
                "@a=1"
            })
    void aStateThatMustNotBeIsLeftOut(String state) {
        TraceContext trace = TraceContext.continued(List.of(VALID), List.of(state));

        assertThat(trace.state()).isEmpty();
        assertThat(trace.traceId()).isEqualTo(TRACE);
    }

    @Test
    void aStateInSeveralHeadersIsOne() {
        assertThat(TraceContext.continued(List.of(VALID), List.of("a=1", "b=2")).state())
                .contains("a=1,b=2");
    }

    @Test
    void aStateThatIsTooLongIsLeftOut() {
        assertThat(state("a=" + "x".repeat(256))).hasSize(1);
        assertThat(state("a=" + "x".repeat(257))).isEmpty();
        assertThat(state("a=" + "x".repeat(256) + ",b=" + "x".repeat(251))).hasSize(1);
        assertThat(state("a=" + "x".repeat(256) + ",b=" + "x".repeat(252))).isEmpty();
        assertThat(state(members(32))).hasSize(1);
        assertThat(state(members(33))).isEmpty();
    }

    private static String members(int count) {
        return IntStream.range(0, count).mapToObj(i -> "k" + i + "=1").collect(Collectors.joining(","));
    }

    private static List<String> state(String state) {
        return TraceContext.continued(List.of(VALID), List.of(state)).state().stream()
                .toList();
    }

    private static String parent(TraceContext trace) {
        MultiMap headers = MultiMap.caseInsensitiveMultiMap();
        trace.writeTo(headers);
        return headers.get("traceparent");
    }
}
