package dev.gastown.terminal.web.api;

import dev.gastown.terminal.session.SessionName;
import dev.gastown.terminal.session.WallSessions;
import dev.gastown.terminal.town.Town;
import dev.gastown.terminal.web.trpc.TrpcError;
import dev.gastown.terminal.web.trpc.TrpcException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Reads the fields of a procedure's input; complains about the field that is wrong, never repeating its value. */
record ProcedureInput(JsonObject fields) {
    /** @throws TrpcException when the input is no object */
    static ProcedureInput of(Object input) {
        if (input instanceof JsonObject fields) {
            return new ProcedureInput(fields);
        }
        throw new TrpcException(TrpcError.BAD_REQUEST, "The input must be an object with townId");
    }

    UUID townId() {
        Optional<UUID> townId =
                fields.getValue("townId") instanceof String text ? Town.parseId(text) : Optional.empty();
        return townId.orElseThrow(() -> new TrpcException(TrpcError.BAD_REQUEST, "townId must be a UUID"));
    }

    String sessionName() {
        if (fields.getValue("sessionName") instanceof String text && SessionName.isValid(text)) {
            return text;
        }
        throw new TrpcException(
                TrpcError.BAD_REQUEST, "sessionName must be 1 to 128 letters, digits, underscores or hyphens");
    }

    List<String> sessionNames() {
        if (fields.getValue("sessionNames") instanceof JsonArray names && WallSessions.areValid(names.getList())) {
            return names.stream().map(String.class::cast).toList();
        }
        throw new TrpcException(
                TrpcError.BAD_REQUEST,
                "sessionNames must be 1 to " + WallSessions.MOST
                        + " different names, each 1 to 128 letters, digits, underscores or hyphens");
    }
}
