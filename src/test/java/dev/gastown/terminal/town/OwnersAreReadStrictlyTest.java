package dev.gastown.terminal.town;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gastown.terminal.config.ConfigurationException;
import dev.gastown.terminal.identity.User;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OwnersAreReadStrictlyTest {
    @Test
    void namedTwiceTheMoreCounts() {
        Owners owners = read("[{\"group\":\"g\",\"access\":\"write\"},{\"group\":\"g\"},42,{\"user\":\"42\"}]");

        assertThat(owners.permissionOf(new User("x", Set.of("g"), Optional.empty())))
                .contains(Permission.WRITE);
        assertThat(owners.permissionOf(new User("42", Optional.empty()))).contains(Permission.WRITE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "null",
                "\"alice\"",
                "{}",
                "[null]",
                "[[]]",
                "[\"\"]",
                "[\" \"]",
                "[{}]",
                "[{\"group\":\"\"}]",
                "[{\"group\":null}]",
                "[{\"user\":null}]",
                "[{\"user\":\"a\",\"group\":\"b\"}]",
                "[{\"group\":\"b\",\"access\":\"admin\"}]",
                "[{\"group\":\"b\",\"access\":null}]",
                "[{\"group\":\"b\",\"access\":true}]",
                "[{\"group\":\"b\",\"acess\":\"write\"}]",
                "[{\"group\":\"12345678901234567890123456789012345678901234567890123456789012345\"}]"
            })
    void anythingElseIsRefusedWithWhatIsAllowed(String owners) {
        assertThatThrownBy(() -> read(owners))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("towns[0].owners")
                .hasMessageContaining("access: view|write");
    }

    @Test
    void aTicketRemembersTheGroupsThatPermitMost() {
        JsonArray owners = new JsonArray();
        IntStream.range(0, 20).forEach(i -> owners.add(new JsonObject().put("group", "view" + i)));
        owners.add(new JsonObject().put("group", "zebra").put("access", "write"));
        Set<String> all = owners.stream()
                .map(owner -> ((JsonObject) owner).getString("group"))
                .collect(Collectors.toSet());

        User member = read(owners.encode()).member(new User("carol", all, Optional.empty()));

        assertThat(member.groups()).hasSize(Owners.GROUPS_IN_A_TICKET).contains("zebra");
    }

    private static Owners read(String owners) {
        JsonObject town = new JsonObject("{\"owners\":" + owners + "}")
                .put("townId", "3f1c9a52-0d5e-4c11-9a3e-5d6f7a8b9c01")
                .put("sandboxUrl", "http://10.0.0.7:8081");
        return TownsReader.read(new JsonArray().add(town))
                .values()
                .iterator()
                .next()
                .owners();
    }
}
