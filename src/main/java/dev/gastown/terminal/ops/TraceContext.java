package dev.gastown.terminal.ops;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which request something is done for, from the browser to the sandbox (W3C Trace Context level 1). Nothing is recorded
 * here: the headers are passed on, so that whoever records can join what belongs together, and the trace's id is the
 * request's id in answers, access log and audit. Immutable.
 *
 * @param traceId 32 hexadecimal digits, not all 0
 * @param spanId 16 of them: this process's part, which is the parent of what is asked of others
 * @param sampled whether the caller says that it records
 * @param state the {@code tracestate} that came with it; empty when there was none, or none that is allowed
 */
public record TraceContext(String traceId, String spanId, boolean sampled, Optional<String> state) {
    /** The header with ids and flags. */
    public static final String PARENT_HEADER = "traceparent";

    /** The header with other people's additions. */
    public static final String STATE_HEADER = "tracestate";

    /** The header of answers that tells the request's id. */
    public static final String ID_HEADER = "x-request-id";

    /** Later versions may have more behind a hyphen; {@code ff} is none. */
    private static final Pattern PARENT = Pattern.compile(
            "(?!ff)([0-9a-f]{2})-(?!0{32})([0-9a-f]{32})" + "-(?!0{16})([0-9a-f]{16})-([0-9a-f]{2})(-.*)?");

    private static final String THIS_VERSION = "00";
    private static final int SAMPLED = 1;
    private static final int HEX = 16;

    /** Reads what {@link #begin} left in a request. */
    public static TraceContext of(HttpServerRequest request) {
        return read(request.getHeader(PARENT_HEADER), request.getHeader(STATE_HEADER));
    }

    private static TraceContext read(String parent, String state) {
        Matcher own = PARENT.matcher(String.valueOf(parent));
        if (!own.matches()) {
            throw new IllegalStateException("The request was not begun");
        }
        return new TraceContext(own.group(2), own.group(3), isSampled(own.group(4)), Optional.ofNullable(state));
    }

    /**
     * Continues the trace of a request, or begins one: the request's own headers say it from then on, and its answer, of
     * whatever kind, tells the id. To be called once, before anything else has the request.
     */
    public static TraceContext begin(HttpServerRequest request) {
        MultiMap headers = request.headers();
        TraceContext trace = continued(headers.getAll(PARENT_HEADER), headers.getAll(STATE_HEADER));
        headers.remove(STATE_HEADER);
        trace.writeTo(headers);
        request.response().putHeader(ID_HEADER, trace.traceId);
        return trace;
    }

    /**
     * Continues the trace that headers tell of, or begins one.
     *
     * @param parents all {@code traceparent} headers: anything but exactly one is as good as none
     * @param states all {@code tracestate} headers, in order
     */
    static TraceContext continued(List<String> parents, List<String> states) {
        Matcher parent = PARENT.matcher(parents.size() == 1 ? parents.get(0) : "");
        boolean valid =
                parent.matches() && (parent.group(5) == null || !parent.group(1).equals(THIS_VERSION));
        return valid
                ? new TraceContext(parent.group(2), newId(1), isSampled(parent.group(4)), TraceState.checked(states))
                : new TraceContext(newId(2), newId(1), false, Optional.empty());
    }

    /** As a part of a message. */
    public JsonObject toMessage() {
        return new JsonObject().put(PARENT_HEADER, parent()).put(STATE_HEADER, state.orElse(null));
    }

    /** Reads what {@link #toMessage} gave; a null is nothing done for a request. */
    public static Optional<TraceContext> ofMessage(JsonObject message) {
        return Optional.ofNullable(message)
                .map(known -> read(known.getString(PARENT_HEADER), known.getString(STATE_HEADER)));
    }

    /** Adds the headers to what is asked of others. */
    public void writeTo(MultiMap headers) {
        headers.set(PARENT_HEADER, parent());
        state.ifPresent(text -> headers.set(STATE_HEADER, text));
    }

    private String parent() {
        return THIS_VERSION + "-" + traceId + "-" + spanId + (sampled ? "-01" : "-00");
    }

    private static boolean isSampled(String flags) {
        return (Integer.parseInt(flags, HEX) & SAMPLED) != 0;
    }

    /** As random as traces need it; nobody is kept out by them. */
    private static String newId(int longs) {
        StringBuilder id = new StringBuilder();
        for (int i = 0; i < longs; i++) {
            long part = ThreadLocalRandom.current().nextLong();
            // All zeros are no id.
            id.append(HexFormat.of().toHexDigits(part == 0 ? 1 : part));
        }
        return id.toString();
    }
}
