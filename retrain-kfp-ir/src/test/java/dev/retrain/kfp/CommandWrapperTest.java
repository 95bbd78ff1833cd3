package dev.retrain.kfp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.retrain.kfp.ir.Argument;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The script, run by a real shell. */
class CommandWrapperTest {

  @TempDir Path folder;

  @Test
  void makesFoldersEmptiesOutputsAndWritesTheFile() throws IOException, InterruptedException {
    Path champion = folder.resolve("no champion");
    Path output = Files.createDirectories(folder.resolve("it's out"));
    Files.writeString(output.resolve("left"), "of an attempt that failed");
    Path file = folder.resolve("a").resolve("h.json");
    CommandWrapper wrapper = new CommandWrapper();
    wrapper.folder(Argument.text(champion.toString()));
    wrapper.emptyFolder(Argument.text(output.toString()));
    wrapper.file(Argument.text(file.toString()), "{\"a\":1}");

    List<Argument> command =
        List.of(Argument.text("touch"), Argument.text(output.resolve("done").toString()));
    assertThat(run(wrapper.wrap(command, Optional.empty()))).isZero();

    assertThat(champion).isDirectory();
    assertThat(output).isDirectoryNotContaining("glob:**left").isDirectoryContaining("glob:**done");
    assertThat(file).hasContent("{\"a\":1}");
  }

  @Test
  void leavesACommandAloneThatNeedsNothing() {
    List<Argument> command = List.of(Argument.text("fit"));

    assertThat(new CommandWrapper().wrap(command, Optional.empty())).isEqualTo(command);
  }

  private static int run(List<Argument> command) throws IOException, InterruptedException {
    return new ProcessBuilder(command.stream().map(Argument::render).toList())
        .inheritIO()
        .start()
        .waitFor();
  }
}
