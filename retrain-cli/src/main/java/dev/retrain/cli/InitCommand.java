package dev.retrain.cli;

import dev.retrain.api.document.Node;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code retrain init}: begins projects. */
@Command(
    name = "init",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "WHAT",
    description = "Begins a project.",
    subcommands = InitCommand.Backend.class)
final class InitCommand {

  /** {@code retrain init backend}. */
  @Command(
      name = "backend",
      mixinStandardHelpOptions = true,
      description =
          "Begins a backend in five files, with the compatibility kits wired in and passing.")
  static final class Backend implements Callable<Integer> {

    @Parameters(
        paramLabel = "NAME",
        description = "The backend's name: lower case letters, digits and hyphens.")
    @SuppressWarnings("NullAway.Init") // set by picocli
    private String name;

    @Option(
        names = "--package",
        paramLabel = "PACKAGE",
        description = "Of its classes; com.example.NAME unless it is said.")
    private @Nullable String javaPackage;

    @Option(
        names = "--output",
        paramLabel = "DIR",
        description = "Where the project goes; retrain-backend-NAME unless it is said.")
    private @Nullable Path folder;

    @Mixin private final OutputOptions output = new OutputOptions();

    @Override
    public Integer call() {
      String classes = javaPackage == null ? BackendTemplate.packageOf(name) : javaPackage;
      if (!matches(name, BackendTemplate.NAME_FORM, "a name such as my-queue")
          || !matches(classes, BackendTemplate.PACKAGE_FORM, "a package such as com.example")) {
        return ExitCode.INVALID;
      }
      Path target = folder == null ? Path.of("retrain-backend-" + name) : folder;
      Map<String, String> files = new BackendTemplate(name, classes).files();
      List<String> there =
          files.keySet().stream().filter(file -> Files.exists(target.resolve(file))).toList();
      if (!there.isEmpty()) {
        output.err().println("nothing was written: in " + target + " there is already " + there);
        return ExitCode.INVALID;
      }
      files.forEach((file, text) -> TextFiles.write(target.resolve(file), text));
      output.print(
          Node.of(
              Map.of(
                  "folder", Node.of(target.toString()),
                  "files", Node.of(files.keySet().stream().map(Node::of).toList()))),
          out -> {
            files.keySet().forEach(file -> out.println("wrote " + target.resolve(file)));
            out.println("next: cd " + target + " && mvn verify, then read README.md");
          });
      return ExitCode.DONE;
    }

    private boolean matches(String text, String form, String wanted) {
      boolean matches = text.length() <= 100 && text.matches(form);
      if (!matches) {
        output.err().println("'" + text + "' is not " + wanted);
      }
      return matches;
    }
  }
}
