package dev.gastown.terminal.web;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.GZIPOutputStream;

/** What a sandbox may do wrong when it is asked for its list, and what the caller gets. */
enum ListMisbehaviour {
    DRIPS(504, true) {
        @Override
        void answer(HttpServerRequest request) {
            HttpServerResponse response = request.response().setChunked(true);
            Vertx.currentContext().owner().setPeriodic(DRIP_MILLIS, tick -> {
                if (response.closed()) {
                    Vertx.currentContext().owner().cancelTimer(tick);
                } else {
                    response.write(" ");
                }
            });
        }
    },
    ANSWERS_LESS_THAN_ANNOUNCED(504, true) {
        @Override
        void answer(HttpServerRequest request) {
            request.response()
                    .putHeader("Content-Length", Integer.toString(LIST.length() + 1))
                    .write(LIST);
        }
    },
    HANGS_UP_BEFORE_WHAT_IT_ANNOUNCED(502, true) {
        @Override
        void answer(HttpServerRequest request) {
            request.response()
                    .putHeader("Content-Length", Integer.toString(LIST.length() + 1))
                    .write(LIST)
                    .onComplete(written -> request.connection().close());
        }
    },
    HANGS_UP_WITHIN_CHUNKS(502, true) {
        @Override
        void answer(HttpServerRequest request) {
            request.response()
                    .setChunked(true)
                    .write(LIST)
                    .onComplete(written -> request.connection().close());
        }
    },
    ANSWERS_MORE_THAN_ANNOUNCED(502, false) {
        @Override
        void answer(HttpServerRequest request) {
            request.response()
                    .putHeader("Content-Length", Integer.toString(LIST.length() - 1))
                    .end(LIST + "HTTP/1.1 200 OK\r\nContent-Length: " + LIST.length() + "\r\n\r\n" + LIST);
        }
    },
    NEVER_ENDS(502, true) {
        @Override
        void answer(HttpServerRequest request) {
            pour(request.response().setChunked(true), Buffer.buffer(new byte[1 << 20]));
        }
    },
    LONG_HEADER(502, true) {
        @Override
        void answer(HttpServerRequest request) {
            request.response().putHeader("X-More", "x".repeat(1 << 20)).end(LIST);
        }
    },
    ZIPPED_UNASKED(502, false) {
        @Override
        void answer(HttpServerRequest request) {
            request.response().putHeader("Content-Encoding", "gzip").end(BOMB);
        }
    },
    GARBAGE(502, false) {
        @Override
        void answer(HttpServerRequest request) {
            request.response().end("<html>");
        }
    },
    DEEPLY_NESTED(502, false) {
        @Override
        void answer(HttpServerRequest request) {
            request.response().end("{\"sessions\":" + "[".repeat(1_000_000));
        }
    },
    DEEPLY_NESTED_SESSION(502, false) {
        @Override
        void answer(HttpServerRequest request) {
            String depths = "{\"name\":".repeat(100_000) + "1" + "}".repeat(100_000);
            request.response().end("{\"sessions\":[" + depths + "]}");
        }
    },
    REDIRECTS(502, false) {
        @Override
        void answer(HttpServerRequest request) {
            request.response()
                    .setStatusCode(307)
                    .putHeader("Location", request.absoluteURI() + "?elsewhere")
                    .end();
        }
    },
    NAMES_THAT_ARE_PATHS(200, false) {
        @Override
        void answer(HttpServerRequest request) {
            request.response()
                    .end(
                            "{\"sessions\":[{\"name\":\"../../etc/passwd\"},{\"name\":\"hq-mayor/..\"},{\"name\":\"..\"}]}");
        }
    },
    A_HUNDRED_THOUSAND_SESSIONS(200, false) {
        @Override
        void answer(HttpServerRequest request) {
            StringBuilder sessions = new StringBuilder("{\"sessions\":[{\"name\":\"s\"}");
            for (int i = 1; i < 100_000; i++) {
                sessions.append(",{\"name\":\"s").append(i).append("\"}");
            }
            request.response().end(sessions + "]}");
        }
    };

    private static final int DRIP_MILLIS = 20;
    private static final String LIST = "{\"sessions\":[]}";

    /** A thousand times its size once unpacked, and a good list then. */
    private static final Buffer BOMB = zipped(LIST + " ".repeat(1 << 21));

    /** Of the answer, or of the error. */
    final int status;

    /** Whether the gateway must leave the connection before its answer ends. */
    final boolean isCutOff;

    /** Megabytes the sandbox got rid of when it never ends. */
    final AtomicInteger poured = new AtomicInteger();

    ListMisbehaviour(int status, boolean isCutOff) {
        this.status = status;
        this.isCutOff = isCutOff;
    }

    abstract void answer(HttpServerRequest request);

    /** The megabyte, again and again while it is taken. */
    final void pour(HttpServerResponse response, Buffer megabyte) {
        if (!response.closed()) {
            Future<Void> written = response.write(megabyte);
            written.onSuccess(taken -> {
                poured.incrementAndGet();
                pour(response, megabyte);
            });
        }
    }

    private static Buffer zipped(String text) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream zip = new GZIPOutputStream(bytes)) {
            zip.write(text.getBytes(StandardCharsets.UTF_8));
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return Buffer.buffer(bytes.toByteArray());
    }
}
