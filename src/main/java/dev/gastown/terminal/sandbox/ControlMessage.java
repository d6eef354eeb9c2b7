package dev.gastown.terminal.sandbox;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;

/** What a client may say in a text frame (contract sections 3.1 and 3.2). */
sealed interface ControlMessage {
    int MIN_COLUMNS = 2;
    int MAX_COLUMNS = 500;
    int MIN_ROWS = 1;
    int MAX_ROWS = 300;

    /** The pane's wanted size, already clamped. */
    record Resize(int columns, int rows) implements ControlMessage {}

    /**
     * A fresh snapshot is wanted.
     *
     * @param ask to be repeated with the snapshot when nothing of the stream is missing before it; null when it was not
     *     asked like that
     */
    record SnapshotWanted(Integer ask) implements ControlMessage {}

    /** Text to type into the pane, followed by Enter; the plain form only. */
    record Input(String text) implements ControlMessage {}

    /** Anything else: it is ignored. */
    record Ignored() implements ControlMessage {}

    /** Reads any text; what is not one of the messages, or makes no sense, is {@link Ignored}. */
    static ControlMessage parse(String text) {
        JsonObject message;
        try {
            message = new JsonObject(text);
        } catch (DecodeException e) {
            return new Ignored();
        }
        Object type = message.getValue("type");
        if ("snapshot".equals(type)) {
            return new SnapshotWanted(message.getValue("ask") instanceof Integer ask ? ask : null);
        }
        if ("input".equals(type) && message.getValue("data") instanceof String data) {
            return new Input(data);
        }
        if ("resize".equals(type)
                && message.getValue("cols") instanceof Number columns
                && message.getValue("rows") instanceof Number rows
                && columns.doubleValue() >= 1
                && rows.doubleValue() >= 1) {
            return new Resize(
                    clamp(columns.doubleValue(), MIN_COLUMNS, MAX_COLUMNS),
                    clamp(rows.doubleValue(), MIN_ROWS, MAX_ROWS));
        }
        return new Ignored();
    }

    private static int clamp(double value, int min, int max) {
        return (int) Math.min(Math.max(value, min), max);
    }
}
