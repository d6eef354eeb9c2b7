package dev.gastown.terminal.identity;

import dev.gastown.terminal.FreePort;
import io.vertx.core.json.JsonArray;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A real, certified OpenID Connect provider in a process of its own: see src/test/oidc-provider. */
public final class OidcProviderProcess implements AutoCloseable {
    /** By which the provider knows the gateway. */
    public static final String CLIENT_ID = "gateway-of-the-tests";

    /** What the gateway shows for it. */
    public static final String CLIENT_SECRET = "client-secret-of-the-tests";

    private final int port;
    private final Process process;

    /**
     * Starts it.
     *
     * @param gateway the origin it sends browsers back to
     */
    public OidcProviderProcess(String gateway) {
        this(FreePort.find(), gateway);
    }

    /** Starts it on a port. */
    public OidcProviderProcess(int port, String gateway) {
        this.port = port;
        try {
            process = new ProcessBuilder(
                            System.getProperty("gastown.node", ".node/node/node"),
                            Path.of("src/test/oidc-provider/provider.mjs").toString(),
                            Integer.toString(port),
                            CLIENT_ID,
                            CLIENT_SECRET,
                            gateway)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            BufferedReader output = process.inputReader();
            String line = output.readLine();
            if (!"ready".equals(line)) {
                throw new IllegalStateException("The provider did not start: " + line);
            }
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    /** Its issuer URL. */
    public String issuer() {
        return "http://127.0.0.1:" + port;
    }

    /** Changes what it says of a user from now on, such as {@code user=alice&disabled=true}, or whether it is down. */
    public void control(String query) {
        try {
            HttpResponse<Void> done = HttpClient.newHttpClient()
                    .send(
                            HttpRequest.newBuilder(URI.create(issuer() + "/control?" + query))
                                    .POST(HttpRequest.BodyPublishers.noBody())
                                    .build(),
                            HttpResponse.BodyHandlers.discarding());
            if (done.statusCode() != 204) {
                throw new IllegalStateException("The provider answers " + done.statusCode());
            }
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    /** Every token it has issued so far. */
    public List<String> issued() {
        try {
            return new JsonArray(HttpClient.newHttpClient()
                            .send(
                                    HttpRequest.newBuilder(URI.create(issuer() + "/control"))
                                            .build(),
                                    HttpResponse.BodyHandlers.ofString())
                            .body())
                    .stream().map(String::valueOf).toList();
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
