package dev.retrain.cli;

import dev.retrain.api.backend.NativeDefinition;
import dev.retrain.api.backend.Plan;
import dev.retrain.api.backend.Preflight;
import dev.retrain.api.backend.Translator;
import dev.retrain.api.backend.TranslatorProvider;
import dev.retrain.api.error.Problem;
import dev.retrain.api.pipeline.Pipeline;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code retrain plan}. */
@Command(
    name = "plan",
    mixinStandardHelpOptions = true,
    description = "Shows, per step, what a backend would do with a pipeline; calls nothing.")
final class PlanCommand implements Callable<Integer> {

  @Parameters(paramLabel = "PIPELINE", description = "A pipeline as YAML or JSON.")
  @SuppressWarnings("NullAway.Init") // set by picocli
  private Path file;

  @Mixin private final BackendOptions backend = new BackendOptions();
  @Mixin private final OutputOptions output = new OutputOptions();

  @Option(
      names = "--output",
      paramLabel = "DIR",
      description = "Writes the native definition into this folder.")
  private @Nullable Path folder;

  @Option(names = "--mermaid", description = "Prints the graph as a Mermaid diagram instead.")
  private boolean mermaid;

  @Override
  public Integer call() {
    Pipeline pipeline = Pipeline.read(file);
    if (mermaid) {
      output.err().flush();
      output.print(pipeline.toNode(), out -> out.print(Mermaid.of(pipeline)));
      return ExitCode.DONE;
    }
    TranslatorProvider provider = BackendFolder.translator(backend.name());
    Translator translator =
        provider.translator(backend.settingsOrPlaceholders(file, provider, output.err()));
    Plan plan = translator.plan(pipeline);
    output.print(PlanDocument.of(plan), out -> PlanText.print(plan, out));
    if (plan.problems().stream().anyMatch(Problem::isError)) {
      return refused(plan);
    }
    if (folder != null) {
      NativeDefinition definition = translator.translate(pipeline);
      DefinitionFiles.write(definition, folder);
      definition
          .files()
          .keySet()
          .forEach(name -> output.err().println("wrote " + folder.resolve(name)));
    }
    return ExitCode.DONE;
  }

  private int refused(Plan plan) {
    plan.problems().stream().filter(Problem::isError).forEach(output.err()::println);
    output.err().flush();
    return plan.problems().stream().anyMatch(p -> p.code().equals(Preflight.UNSUPPORTED))
        ? ExitCode.UNSUPPORTED
        : ExitCode.INVALID;
  }
}
