package dev.gastown.terminal.sandbox.tmux;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SgrTextTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "plain ünï 日本 🚀|plain ünï 日本 🚀",
                "^[[1;38;2;1;2;3;4:3mred^[[0m|^[[1;38;2;1;2;3;4:3mred^[[0m",
                "^Nlqk^O lqk|┌─┐ lqk",
                "^[[31m^Nx^[[32mx^O|^[[31m│^[[32m│",
                "^[]8;;https://example.org^[\\link^[]8;;^[\\|link",
                "^[]8;;https://example.org^Glink|link",
                "^[[2Jcleared^[[3;4H|cleared",
                "^[[31|''",
                "^[]8;;cut|''",
                "^[(Bset^[|Bset",
                "bell^G and back^H|bell and back",
            })
    void onlyTextAndColoursStay(String captured, String kept) {
        assertThat(SgrText.of(controls(captured))).isEqualTo(controls(kept));
    }

    @Test
    void eachLineOfAScreenStandsForItself() {
        Screen screen = Screen.ofCaptured(10, 3, List.of("\033[31mred", "still", "\033[0m\016q\017 plain"));
        assertThat(screen.lines())
                .containsExactly("\033[31mred\033[0m", "\033[31mstill\033[0m", "\033[31m\033[0m─ plain");
        assertThat(screen.text()).containsExactly("red", "still", "─ plain");
    }

    private static String controls(String text) {
        return text.replace("^[", "\033")
                .replace("^G", "\007")
                .replace("^H", "\010")
                .replace("^N", "\016")
                .replace("^O", "\017");
    }
}
