package dev.gastown.terminal.conformance;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** A browser that sends every message back, in the pieces in which it came. */
final class EchoViewer implements WebSocket.Listener {
    private final CompletableFuture<Void> ended = new CompletableFuture<>();

    private EchoViewer() {}

    /** Opens a terminal; completes at its end, however that came about. Fails when it does not open. */
    static CompletableFuture<Void> watch(HttpClient http, URI terminal) {
        EchoViewer viewer = new EchoViewer();
        return http.newWebSocketBuilder().buildAsync(terminal, viewer).thenCompose(open -> viewer.ended);
    }

    @Override
    public CompletionStage<?> onText(WebSocket socket, CharSequence text, boolean last) {
        return echoed(socket, socket.sendText(text, last));
    }

    @Override
    public CompletionStage<?> onBinary(WebSocket socket, ByteBuffer bytes, boolean last) {
        return echoed(socket, socket.sendBinary(bytes, last));
    }

    @Override
    public CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
        ended.complete(null);
        return null;
    }

    @Override
    public void onError(WebSocket socket, Throwable broken) {
        ended.complete(null);
    }

    /** The next piece may come when this one is sent. */
    private static CompletionStage<?> echoed(WebSocket socket, CompletableFuture<WebSocket> sending) {
        return sending.thenRun(() -> socket.request(1));
    }
}
