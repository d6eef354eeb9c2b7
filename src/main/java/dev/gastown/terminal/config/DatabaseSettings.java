package dev.gastown.terminal.config;

import io.vertx.pgclient.SslMode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * The PostgreSQL database whose table says which towns there are (the {@code database:} part of the configuration, contract
 * section 8).
 *
 * @param host name or address
 * @param port TCP port
 * @param database its name on that server
 * @param user whom to log in as; needs no more than to read the table
 * @param password empty where none is needed; never in a log
 * @param sslMode what libpq means by it
 * @param rootCertificate PEM file of who must have signed the server's certificate; empty: whom Java trusts
 * @param applicationName what the server's administrators see
 * @param poolSize connections at most; with 1 there is none that waits for notifications
 * @param pollInterval time from one look at the table to the next
 * @param timeout time a look may take, connecting included
 * @param sandboxUrl where the sandboxes are of towns that do not say it
 */
public record DatabaseSettings(
        String host,
        int port,
        String database,
        String user,
        String password,
        SslMode sslMode,
        Optional<Path> rootCertificate,
        String applicationName,
        int poolSize,
        Duration pollInterval,
        Duration timeout,
        SandboxUrlTemplate sandboxUrl) {
    /** Never shows the password. */
    @Override
    public String toString() {
        return "DatabaseSettings[" + host + ":" + port + ", " + sslMode.value + "]";
    }
}
