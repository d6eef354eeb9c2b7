package dev.gastown.terminal.web.feed;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameDecoder;
import io.netty.handler.codec.http.websocketx.WebSocketDecoderConfig;
import io.netty.handler.codec.http.websocketx.WebSocketFrameAggregator;
import io.vertx.core.json.JsonArray;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SockJsFramesTest {
    private static final int MOST = 100_000_000;

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 120, 121, 122, 123, 16_379, 16_380, 16_381, 65_531, 65_532, 200_000})
    void aMessageOfAnyLengthIsOneWebSocketMessage(int length) {
        String message = "x".repeat(length);

        assertThat(decoded(message)).isEqualTo(message);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\u00e9", "\u2028", "\ud83d\ude00", "\ud800", "\"\\/\b\f\n\r\t\u0000\u007f"})
    void everyCharacterArrives(String message) {
        assertThat(SockJsFrame.ofMessage(message)).matches("[\\x20-\\x7e\\x7f]*");
        assertThat(decoded(message)).isEqualTo(message);
    }

    @Test
    void itCanBeWrittenAgainAndAgain() {
        var bytes = SockJsFrame.webSocketMessageOf("again");
        for (int i = 0; i < 3; i++) {
            var one = bytes.duplicate();
            assertThat(one.readableBytes()).isEqualTo(bytes.readableBytes()).isPositive();
            one.skipBytes(one.readableBytes());
            one.release();
        }
    }

    @Test
    void browsersSayOneTextOrAnArrayOfTexts() {
        assertThat(SockJsFrame.messagesIn("[\"one\",\"\\\"two\\\"\"]")).contains(List.of("one", "\"two\""));
        assertThat(SockJsFrame.messagesIn("\"one\"")).contains(List.of("one"));
        assertThat(SockJsFrame.messagesIn("[]")).contains(List.of());
        assertThat(SockJsFrame.messagesIn("")).contains(List.of());
    }

    @ParameterizedTest
    @ValueSource(strings = {"[\"one\"", "one", "{}", "[7]", "[null]", "[[\"one\"]]", "[{}]", "null", "\u0000"})
    void everythingElseIsMalformed(String frame) {
        assertThat(SockJsFrame.messagesIn(frame)).isEqualTo(Optional.empty());
    }

    private static String decoded(String message) {
        EmbeddedChannel browser = new EmbeddedChannel(
                new WebSocket13FrameDecoder(WebSocketDecoderConfig.newBuilder()
                        .expectMaskedFrames(false)
                        .maxFramePayloadLength(16 * 1024)
                        .build()),
                new WebSocketFrameAggregator(MOST));
        browser.writeInbound(SockJsFrame.webSocketMessageOf(message).copy());
        TextWebSocketFrame frame = browser.readInbound();
        String text = frame.text();
        frame.release();
        assertThat(text).startsWith("a");
        assertThat(browser.inboundMessages()).isEmpty();
        JsonArray messages = new JsonArray(text.substring(1));
        assertThat(messages).hasSize(1);
        return messages.getString(0);
    }
}
