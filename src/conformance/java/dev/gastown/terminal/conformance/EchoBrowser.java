package dev.gastown.terminal.conformance;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/** A WebSocket client that may send back whatever comes, until the connection ends. */
final class EchoBrowser implements WebSocket.Listener {
    private static final int DEADLINE_SECONDS = 60;

    private final CompletableFuture<Void> over = new CompletableFuture<>();
    private final StringBuilder text = new StringBuilder();
    private final boolean echoes;

    private EchoBrowser(boolean echoes) {
        this.echoes = echoes;
    }

    /** Opens a terminal and echoes to its end. */
    static void echo(URI terminal) throws Exception {
        new EchoBrowser(true).run(terminal);
    }

    /** All text that comes until the server closes. */
    static String read(URI server) throws Exception {
        EchoBrowser browser = new EchoBrowser(false);
        browser.run(server);
        return browser.text.toString();
    }

    private void run(URI address) throws Exception {
        WebSocket socket = HttpClient.newHttpClient()
                .newWebSocketBuilder()
                .buildAsync(address, this)
                .get(DEADLINE_SECONDS, TimeUnit.SECONDS);
        over.get(DEADLINE_SECONDS, TimeUnit.SECONDS);
        socket.abort();
    }

    @Override
    public CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
        text.append(data);
        return sent(socket, echoes ? socket.sendText(data, last) : CompletableFuture.completedFuture(socket));
    }

    @Override
    public CompletionStage<?> onBinary(WebSocket socket, ByteBuffer data, boolean last) {
        return sent(socket, socket.sendBinary(data, last));
    }

    private static CompletionStage<?> sent(WebSocket socket, CompletableFuture<WebSocket> sent) {
        // A connection that ends meanwhile is told of by onClose and onError.
        return sent.handle((done, failure) -> {
            socket.request(1);
            return null;
        });
    }

    @Override
    public CompletionStage<?> onClose(WebSocket socket, int status, String reason) {
        over.complete(null);
        return null;
    }

    @Override
    public void onError(WebSocket socket, Throwable broken) {
        over.complete(null);
    }
}
