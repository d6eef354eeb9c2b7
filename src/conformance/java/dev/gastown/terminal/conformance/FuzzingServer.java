package dev.gastown.terminal.conformance;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The suite's server: plays the case that a client's handshake asks for, and judges that client. */
final class FuzzingServer implements AutoCloseable {
    /** On loopback alone, and without the website that belongs to it; tells its port first of all. */
    static final String PYTHON = """
            import json, sys
            from autobahntestsuite import wstest, fuzzing
            from twisted.internet import reactor
            told = sys.stdout
            sys.stdout = sys.stderr
            factory = fuzzing.FuzzingServerFactory(json.load(open(sys.argv[1])))
            factory.externalPort = reactor.listenTCP(0, factory, interface='127.0.0.1').getHost().port
            told.write('%d\\n' % factory.externalPort)
            told.flush()
            reactor.run()
            """;

    private static final int DEADLINE_SECONDS = 60;

    private final HttpClient http = HttpClient.newHttpClient();
    private final Process process;
    private final int port;

    /** Starts it, and waits until it is there. */
    FuzzingServer(ProcessBuilder jython) throws IOException {
        process = jython.start();
        String line = process.inputReader().readLine();
        if (line == null) {
            throw new IOException("The test suite's server did not start");
        }
        port = Integer.parseInt(line);
    }

    /** How many cases there are; the first is number 1. */
    int cases() throws Exception {
        return Integer.parseInt(ask("/getCaseCount"));
    }

    /** What a client must ask for that is to be judged in a case. */
    Route route(String agent, int number) {
        return new Route(port, "/runCase" + query(agent, number));
    }

    /** Waits for the end of a case that was begun. */
    void awaitEnd(String agent, int number) throws Exception {
        ask("/getCaseStatus" + query(agent, number));
    }

    /** Has the reports written. */
    void report(String agent) throws Exception {
        ask("/updateReports?agent=" + agent);
    }

    private static String query(String agent, int number) {
        return "?agent=" + agent + "&case=" + number;
    }

    /** All it says until it closes. */
    private String ask(String target) throws InterruptedException, ExecutionException, TimeoutException {
        Answer answer = new Answer();
        return http.newWebSocketBuilder()
                .buildAsync(URI.create("ws://127.0.0.1:" + port + target), answer)
                .thenCompose(open -> answer.whole)
                .get(DEADLINE_SECONDS, TimeUnit.SECONDS);
    }

    @Override
    public void close() {
        process.destroy();
    }

    private static final class Answer implements WebSocket.Listener {
        private final StringBuilder said = new StringBuilder();
        private final CompletableFuture<String> whole = new CompletableFuture<>();

        @Override
        public CompletionStage<?> onText(WebSocket socket, CharSequence text, boolean last) {
            said.append(text);
            socket.request(1);
            return null;
        }

        @Override
        public CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
            whole.complete(said.toString());
            return null;
        }

        @Override
        public void onError(WebSocket socket, Throwable broken) {
            whole.completeExceptionally(broken);
        }
    }
}
