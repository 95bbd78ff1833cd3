package dev.retrain.testkit.tck;

import static org.assertj.core.api.Assertions.assertThat;

import dev.retrain.api.error.TransientFailure;
import dev.retrain.spi.artifact.ArtifactContent;
import dev.retrain.spi.artifact.ArtifactContext;
import dev.retrain.spi.artifact.ArtifactStore;
import dev.retrain.spi.artifact.ArtifactStores;
import dev.retrain.spi.artifact.FilePage;
import dev.retrain.spi.artifact.StoredFile;
import dev.retrain.testkit.tck.Broken.Rule;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** An artifact store that breaks one rule fails the cases that name it. */
class BrokenArtifactStoresTest {

  private static UnaryOperator<ArtifactStore> rule = store -> store;

  /** Local files with one rule broken; run by this test, not by itself. */
  static class BrokenStore extends ArtifactStoreTck {

    @Override
    protected ArtifactStore open(ArtifactContext context) {
      return rule.apply(ArtifactStores.standard().at(URI.create("file:///")));
    }

    @Override
    protected URI folder(Path temporary) {
      return temporary.toUri();
    }
  }

  private static Rule<ArtifactStore> rule(
      String broken, String method, Broken.Instead instead, String mend, String... cases) {
    return Broken.rule(ArtifactStore.class, broken, method, instead, mend, cases);
  }

  private static ArtifactStore files() {
    return ArtifactStores.standard().at(URI.create("file:///"));
  }

  static Stream<Rule<ArtifactStore>> rules() {
    return Stream.of(contentRules(), listRules(), conditionRules()).flatMap(rules -> rules);
  }

  private static Stream<Rule<ArtifactStore>> contentRules() {
    return Stream.of(
        rule(
            "the last bytes of a large file are lost",
            "open",
            (real, arguments) -> {
              byte[] all = ((InputStream) real.withArguments(arguments)).readAllBytes();
              return new ByteArrayInputStream(all, 0, Math.min(all.length, 299_999));
            },
            "every byte",
            "Contents.arriveAsTheyWereWritten"),
        rule(
            "an absent file is a failure",
            "stat",
            (real, arguments) -> {
              Object found = real.withArguments(arguments);
              if (((Optional<?>) found).isEmpty()) {
                throw new TransientFailure("404");
              }
              return found;
            },
            "404",
            "Contents.areAbsentUntilWritten",
            "Contents.areDeleted",
            "Conditions.replaceNothingThatIsGone"),
        rule(
            "a file that changed is opened as it is now",
            "open",
            (real, arguments) -> {
              StoredFile asked = (StoredFile) arguments[0];
              return real.withArguments(files().stat(asked.address()).orElse(asked));
            },
            "the content that was found",
            "Contents.areNotOpenedWhenTheyChanged"),
        rule(
            "a file that is gone reads as empty",
            "open",
            (real, arguments) -> {
              StoredFile asked = (StoredFile) arguments[0];
              return files().stat(asked.address()).isEmpty()
                  ? InputStream.nullInputStream()
                  : real.withArguments(arguments);
            },
            "deleted meanwhile",
            "Contents.areNotOpenedWhenTheyAreGone"),
        rule(
            "a file is not deleted",
            "delete",
            (real, arguments) -> null,
            "",
            "Contents.areDeleted",
            "Contents.areNotOpenedWhenTheyAreGone",
            "Conditions.replaceNothingThatIsGone"));
  }

  private static Stream<Rule<ArtifactStore>> listRules() {
    return Stream.of(
        rule(
            "the second page begins with the last file of the first",
            "list",
            (real, arguments) -> {
              Optional<?> page = (Optional<?>) arguments[1];
              return real.withArguments(
                  arguments[0],
                  page.map(after -> after.toString().substring(0, after.toString().length() - 1)),
                  arguments[2]);
            },
            "every file once",
            "Lists.pageThroughAllInOrder"),
        rule(
            "a page is in the order in which it was written",
            "list",
            (real, arguments) -> {
              FilePage page = (FilePage) real.withArguments(arguments);
              List<StoredFile> files = new ArrayList<>(page.files());
              Collections.reverse(files);
              return new FilePage(files, page.next());
            },
            "in order",
            "Lists.pageThroughAllInOrder"),
        rule(
            "a page has no limit",
            "list",
            (real, arguments) -> real.withArguments(arguments[0], arguments[1], 1_000),
            "at most its limit",
            "Lists.pageThroughAllInOrder"));
  }

  private static Stream<Rule<ArtifactStore>> conditionRules() {
    return Stream.of(
        rule(
            "a condition on absence is ignored",
            "writeIfAbsent",
            (real, arguments) -> {
              files().write((URI) arguments[0], (ArtifactContent) arguments[1]);
              return true;
            },
            "",
            "Conditions.keepWhatIsThere",
            "Conditions.areMetByOneOfMany"),
        rule(
            "a condition on the entity tag is ignored",
            "replace",
            (real, arguments) -> {
              files().write(((StoredFile) arguments[0]).address(), (ArtifactContent) arguments[1]);
              return true;
            },
            "",
            "Conditions.replaceWhatWasExpected",
            "Conditions.replaceNothingThatIsGone",
            "Conditions.replaceByOneOfMany"),
        rule(
            "a writer is not told that another was first",
            "writeIfAbsent",
            (real, arguments) -> {
              real.withArguments(arguments);
              return true;
            },
            "",
            "Conditions.keepWhatIsThere",
            "Conditions.areMetByOneOfMany"));
  }

  @AfterEach
  void mend() {
    rule = store -> store;
  }

  @ParameterizedTest
  @MethodSource("rules")
  void failsTheCasesThatNameIt(Rule<ArtifactStore> broken) {
    rule = broken.by();

    Map<String, String> failures =
        Broken.failures(BrokenStore.class, ArtifactStoreTck.class, Broken.named(rules()));

    Broken.assertNamed(broken, failures);
  }

  @Test
  void passesWhenNothingIsBroken() {
    assertThat(Broken.failures(BrokenStore.class)).isEmpty();
  }
}
