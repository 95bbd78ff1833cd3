package dev.retrain.testkit.tck;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** docs/compatibility-kit.md names cases that exist. */
class CompatibilityKitPageTest {

  private static final Path PAGE = Path.of("../docs/compatibility-kit.md");
  private static final Pattern CASE = Pattern.compile("`([A-Z]\\w+\\.[a-z]\\w{6,})`");
  private static final List<Class<?>> KITS =
      List.of(
          TranslatorTck.class,
          BackendTck.class,
          FaultTck.class,
          CrashTck.class,
          DeployerTck.class,
          ModelRegistryTck.class,
          ArtifactStoreTck.class,
          ArtifactFaultTck.class,
          StateStoreTck.class,
          LeasesTck.class,
          MetricSourceTck.class);

  private static Set<String> cases() {
    return KITS.stream()
        .flatMap(kit -> Stream.concat(Stream.of(kit), Arrays.stream(kit.getDeclaredClasses())))
        .flatMap(CompatibilityKitPageTest::cases)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Stream<String> cases(Class<?> group) {
    return Arrays.stream(group.getDeclaredMethods())
        .filter(Broken::isCase)
        .map(method -> group.getSimpleName() + "." + method.getName());
  }

  @Test
  void namesCasesThatExist() throws IOException {
    Set<String> named =
        CASE.matcher(Files.readString(PAGE))
            .results()
            .map((MatchResult found) -> found.group(1))
            .filter(name -> !name.startsWith("Backend."))
            .collect(Collectors.toCollection(TreeSet::new));

    assertThat(named).hasSizeGreaterThan(30);
    assertThat(cases()).containsAll(named);
  }
}
