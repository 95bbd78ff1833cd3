package dev.retrain.example.queue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.retrain.testkit.tck.CapabilityMatrix;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Writes the matrix of docs/backends.md and all of docs/capabilities.md from what the kits have
 * shown in this build, and fails when they say anything else; -Ddocs.update=true writes them. Runs
 * when the tests of all backends have ended.
 */
class CapabilityMatrixIT {

  private static final List<String> NAMES =
      List.of("local", "sagemaker", "vertex", "azure", "kubeflow", "queue");
  private static final Path MATRIX = Path.of("../docs/backends.md");
  private static final Path DETAILS = Path.of("../docs/capabilities.md");
  private static final String BEGIN = "<!-- matrix: generated from the kits' results -->\n";
  private static final String END = "<!-- end of matrix -->\n";

  private static CapabilityMatrix matrix() {
    List<Path> folders = new ArrayList<>();
    for (String name : NAMES) {
      folders.add(Path.of("../retrain-backend-" + name + "/target/tck"));
    }
    folders.add(Path.of("target/tck"));
    return CapabilityMatrix.read(folders, NAMES);
  }

  @Test
  void nothingIsSaidThatNoCaseShows() {
    assertThat(matrix().unproven()).isEmpty();
  }

  @Test
  void theMatrixIsWhatTheKitsHaveShown() throws IOException {
    String page = Files.readString(MATRIX);
    int from = page.indexOf(BEGIN) + BEGIN.length();
    int to = page.indexOf(END);

    assertThat(List.of(page.indexOf(BEGIN), to)).as("the page has both marks").doesNotContain(-1);
    isUpToDate(MATRIX, page.substring(0, from) + matrix().table() + page.substring(to));
  }

  @Test
  void theDetailsAreWhatTheKitsHaveShown() throws IOException {
    isUpToDate(
        DETAILS,
        """
        # What each backend can do, and which case shows it

        Generated from the results of the compatibility kits, like the matrix of [backends.md](backends.md). *run*: a pipeline
        that needs it has ended well; *translated*: its definition was made and looked at, nothing was called; *refused*: asked
        for, it was refused before submission with the reason and what to do instead. All of a pipeline's capabilities go through
        `Refusal.translatesWhatIsDeclaredAndRefusesWhatIsAbsent` and, where a backend runs, through
        `Steps.haveWhatIsDeclaredAndAreRefusedWhatIsAbsent`; cases that show one in particular are named beside it.
        """
            + matrix().details());
  }

  private static void isUpToDate(Path document, String made) throws IOException {
    if (Boolean.getBoolean("docs.update")) {
      Files.writeString(document, made);
    }
    assertThat(Files.readString(document))
        .as("%s is stale: run the build with -Ddocs.update=true", document)
        .isEqualTo(made);
  }
}
