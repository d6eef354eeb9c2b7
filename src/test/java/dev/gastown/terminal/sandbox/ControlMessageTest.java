package dev.gastown.terminal.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ControlMessageTest {
    @ParameterizedTest
    @CsvSource({"120,40,120,40", "1,1,2,1", "501,301,500,300", "1e12,1e300,500,300", "80.9,24.9,80,24"})
    void aResizeIsClamped(String columns, String rows, int clampedColumns, int clampedRows) {
        assertThat(ControlMessage.parse("{\"type\":\"resize\",\"cols\":" + columns + ",\"rows\":" + rows + "}"))
                .isEqualTo(new ControlMessage.Resize(clampedColumns, clampedRows));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"type\":\"resize\",\"cols\":0,\"rows\":40}",
                "{\"type\":\"resize\",\"cols\":80,\"rows\":-1}",
                "{\"type\":\"resize\",\"cols\":\"80\",\"rows\":24}",
                "{\"type\":\"resize\",\"cols\":null,\"rows\":24}",
                "{\"type\":\"resize\",\"cols\":NaN,\"rows\":24}",
                "{\"type\":\"resize\"}",
                "{\"type\":\"input\",\"data\":7}",
                "{\"type\":\"attach\",\"session\":\"hq-deacon\"}",
                "{\"type\":7}",
                "[]",
                "null",
                "7",
                "{",
                "",
            })
    void whatMakesNoSenseIsIgnored(String text) {
        assertThat(ControlMessage.parse(text)).isEqualTo(new ControlMessage.Ignored());
    }
}
