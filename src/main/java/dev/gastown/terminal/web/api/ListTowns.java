package dev.gastown.terminal.web.api;

import dev.gastown.terminal.town.Town;
import dev.gastown.terminal.web.trpc.Caller;
import dev.gastown.terminal.web.trpc.Procedure;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

/** {@code gastown.listTowns} (contract section 2): the caller's towns, by name. */
final class ListTowns implements Procedure.Body {
    private final CallersTowns towns;

    ListTowns(CallersTowns towns) {
        this.towns = towns;
    }

    @Override
    public Future<JsonObject> call(Caller caller, Object input) {
        return towns.all(caller.user())
                .map(all -> new JsonObject()
                        .put(
                                "towns",
                                new JsonArray(
                                        all.stream().map(ListTowns::toJson).toList())));
    }

    private static JsonObject toJson(Town town) {
        return new JsonObject()
                .put("townId", town.id().toString())
                .put("name", town.name())
                .put("status", town.status().wireName());
    }
}
