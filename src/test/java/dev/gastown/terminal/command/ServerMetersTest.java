package dev.gastown.terminal.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gastown.terminal.session.ScriptedSandbox;
import dev.gastown.terminal.web.RawHttp;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import org.junit.jupiter.api.Test;

class ServerMetersTest {
    @Test
    void aMethodThatAClientInventsMakesNoMeter() {
        ServerMeters meters = new ServerMeters();
        Vertx vertx = meters.builder(meters.options()).build();
        try {
            HttpServer server = ScriptedSandbox.await(vertx.createHttpServer(
                            new HttpServerOptions().setHost("127.0.0.1").setPort(0))
                    .requestHandler(request -> request.response().end())
                    .listen());

            assertThat(RawHttp.send(server.actualPort(), "INVENTED / HTTP/1.1", "")
                            .status())
                    .isEqualTo(200);

            assertThat(meters.registry().scrape())
                    .contains("vertx_http_server_requests_total")
                    .doesNotContain("INVENTED");
        } finally {
            ScriptedSandbox.await(vertx.close());
        }
    }
}
