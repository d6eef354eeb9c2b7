package dev.gastown.terminal;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class PackagesDependOneWayTest {
    private static final String ROOT = "dev.gastown.terminal";
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages(ROOT);

    @Test
    void withoutCycles() {
        slices().matching(ROOT + ".(*)..").should().beFreeOfCycles().check(CLASSES);
    }

    @Test
    void fromTheCommandsDownToTheConfiguration() {
        never(
                "config",
                "cluster",
                "command",
                "web",
                "relay",
                "ticket",
                "town",
                "session",
                "identity",
                "ops",
                "sandbox",
                "demo");
        for (String middle : new String[] {"ticket", "town", "session", "identity", "ops"}) {
            never(middle, "command", "web", "relay", "sandbox", "demo");
        }
        never("cluster", "command", "web", "relay", "ticket", "town", "session", "identity", "ops", "sandbox", "demo");
        never("relay", "command", "web", "sandbox", "demo");
        never("web", "command", "sandbox", "demo");
    }

    @Test
    void theSandboxKnowsNoGateway() {
        never("sandbox", "command", "web", "relay", "ticket", "town", "identity", "demo");
        never("demo", "command", "web", "relay", "ticket", "town", "identity");
    }

    private static void never(String from, String... to) {
        noClasses()
                .that()
                .resideInAPackage(ROOT + "." + from + "..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        Arrays.stream(to).map(name -> ROOT + "." + name + "..").toArray(String[]::new))
                .check(CLASSES);
    }
}
