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

/** {@code retrain init}: generates projects. */
@Command(
    name = "init",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "WHAT",
    description = "Generates a project.",
    subcommands = InitCommand.Backend.class)
final class InitCommand {

  /** {@code retrain init backend}. */
  @Command(
      name = "backend",
      mixinStandardHelpOptions = true,
      description =
          "Generates a backend of five files, with the compatibility kits set up and passing.")
  static final class Backend implements Callable<Integer> {

    @Parameters(
        paramLabel = "NAME",
        description = "The name of the backend: lower case letters, digits and hyphens.")
    @SuppressWarnings("NullAway.Init") // set by picocli
    private String name;

    @Option(
        names = "--package",
        paramLabel = "PACKAGE",
        description = "The package of its classes. Default: com.example.NAME.")
    private @Nullable String javaPackage;

    @Option(
        names = "--output",
        paramLabel = "DIR",
        description = "The project folder. Default: retrain-backend-NAME.")
    private @Nullable Path folder;

    @Option(
        names = "--style",
        paramLabel = "STYLE",
        description = {
          "sync (default): the service shows a run at once and takes its key.",
          "async: the service accepts a run before it shows it, takes a name once and lists by"
              + " pages."
        })
    private BackendStyle style = BackendStyle.SYNC;

    @Mixin private final OutputOptions output = new OutputOptions();

    @Override
    public Integer call() {
      String classes = javaPackage == null ? BackendTemplate.packageOf(name) : javaPackage;
      if (!matches(name, BackendTemplate.NAME_FORM, "a name such as my-queue")
          || !matches(classes, BackendTemplate.PACKAGE_FORM, "a package such as com.example")) {
        return ExitCode.INVALID;
      }
      Path target = folder == null ? Path.of("retrain-backend-" + name) : folder;
      Map<String, String> files = new BackendTemplate(name, classes, style).files();
      List<String> existing =
          files.keySet().stream().filter(file -> Files.exists(target.resolve(file))).toList();
      if (!existing.isEmpty()) {
        output.err().println("nothing was written: " + target + " already contains " + existing);
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
