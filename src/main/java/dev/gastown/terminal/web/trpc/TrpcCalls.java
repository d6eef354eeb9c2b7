package dev.gastown.terminal.web.trpc;

import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonObject;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * The calls in one HTTP request, as tRPC v10 and v11 clients write them: the procedures' names in the path, separated by
 * commas in a batch; the inputs in {@code ?input=} of a GET or in the body of a POST, in a batch as an object with the
 * calls' positions as keys.
 *
 * @param batch whether the answer is a list
 * @param calls in the order of the request
 */
record TrpcCalls(boolean batch, List<Call> calls) {
    /**
     * One call.
     *
     * @param path the procedure's name
     * @param input decoded JSON, null when there was none
     */
    record Call(String path, Object input) {}

    /** Whether the request says that it is a batch. */
    static boolean isBatch(MultiMap query) {
        return "1".equals(query.get("batch"));
    }

    /** The names in the path, still without their inputs. */
    static List<String> paths(String encoded, boolean batch) {
        String path;
        try {
            path = URLDecoder.decode(encoded.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException badEscape) {
            throw new TrpcException(TrpcError.BAD_REQUEST, "The path is not valid percent-encoding");
        }
        return batch ? List.of(path.split(",", -1)) : List.of(path);
    }

    /**
     * Joins names and the inputs of a POST.
     *
     * @throws TrpcException when the input is not JSON, or a batch's input is no object
     */
    static TrpcCalls posted(List<String> paths, boolean batch, Buffer body) {
        return join(paths, batch, decode(body));
    }

    /**
     * Joins names and the inputs of a GET.
     *
     * @throws TrpcException when the input is not JSON, or a batch's input is no object
     */
    static TrpcCalls asked(List<String> paths, boolean batch, MultiMap query) {
        return join(paths, batch, decode(query.get("input")));
    }

    private static TrpcCalls join(List<String> paths, boolean batch, Object input) {
        if (!batch) {
            return new TrpcCalls(false, List.of(new Call(paths.get(0), input)));
        }
        if (input != null && !(input instanceof JsonObject)) {
            throw new TrpcException(TrpcError.BAD_REQUEST, "\"input\" needs to be an object when doing a batch call");
        }
        JsonObject inputs = input == null ? new JsonObject() : (JsonObject) input;
        List<Call> calls = new ArrayList<>();
        for (int i = 0; i < paths.size(); i++) {
            calls.add(new Call(paths.get(i), inputs.getValue(String.valueOf(i))));
        }
        return new TrpcCalls(true, calls);
    }

    private static Object decode(String text) {
        return text == null || text.isEmpty() ? null : decode(Buffer.buffer(text));
    }

    private static Object decode(Buffer json) {
        if (json == null || json.length() == 0) {
            return null;
        }
        try {
            return Json.decodeValue(json);
        } catch (DecodeException notJson) {
            throw new TrpcException(TrpcError.PARSE_ERROR, "The input is not valid JSON");
        }
    }
}
