package dev.gastown.terminal.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gastown.terminal.session.Role;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RoleParserTest {
    private static final Map<String, String> RIGS =
            Map.of("gt", "gastown", "gt-ui", "dashboard", "hq", "headquarters", "bd", "beads");

    @ParameterizedTest
    @CsvSource({
        "hq-mayor, mayor,",
        "hq-deacon, deacon,",
        "hq-boot, boot,",
        "hq-overseer, overseer,",
        "hq-dog-rex, dog,",
        "gt-witness, witness, gastown",
        "gt-refinery, refinery, gastown",
        "gt-crew-joe, crew, gastown",
        "gt-nux, polecat, gastown",
        "gt-war-boy, polecat, gastown",
        // A rig's agent may be called like a town's.
        "gt-mayor, polecat, gastown",
        "hq-witness, witness, headquarters",
        "hq-mayor-x, polecat, headquarters",
        // The longest registered prefix wins.
        "gt-ui-witness, witness, dashboard",
        "gt-uix, polecat, gastown",
        // Not Gas Town's.
        "xy-witness, unknown,",
        "vim, unknown,",
        "gt, unknown,",
        "gt-, unknown,",
    })
    void readsRoleAndRigOffTheName(String session, String role, String rig) {
        RoleParser.Identity identity = RoleParser.parse(session, RIGS);
        assertThat(identity.role().wireName()).isEqualTo(role);
        assertThat(identity.rig()).isEqualTo(rig);
    }

    @Test
    void aCrewOrADogWithoutANameIsNone() {
        assertThat(RoleParser.parse("gt-crew-", RIGS).role()).isEqualTo(Role.POLECAT);
        assertThat(RoleParser.parse("hq-dog-", Map.of()).role()).isEqualTo(Role.UNKNOWN);
    }

    @Test
    void rigsWithoutAPrefixAreLeftOut() {
        assertThat(RigRegistry.parse("""
                        {"rigs": {"a": {"beads": {"prefix": "aa"}}, "b": {}, "c": {"beads": {"prefix": 7}},
                          "d": {"beads": {"prefix": "dd-"}}, "e": null}}
                        """)).containsOnly(Map.entry("aa", "a"), Map.entry("dd", "d"));
    }
}
