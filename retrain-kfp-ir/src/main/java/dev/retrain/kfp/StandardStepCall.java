package dev.retrain.kfp;

import dev.retrain.api.pipeline.ArtifactKind;
import dev.retrain.kfp.ir.Argument;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The arguments of a standard step that a pipeline does not name itself, by the same convention as
 * {@link dev.retrain.api.pipeline.ContainerTask#arguments()}: options, then which names are read
 * and written, then those.
 *
 * <p>An artifact may be called as an option is: of a flag given twice, the option is the first.
 */
final class StandardStepCall {

  private final String component;
  private final List<Argument> options = new ArrayList<>();
  private final List<String> reads = new ArrayList<>();
  private final List<String> writes = new ArrayList<>();
  private final List<Argument> values = new ArrayList<>();

  StandardStepCall(String component) {
    this.component = component;
  }

  String component() {
    return component;
  }

  void option(String name, String value) {
    flag(options, name, new Argument.Text(value));
  }

  void option(String name, Argument.Part value) {
    flag(options, name, value);
  }

  void reads(String name, ArtifactKind kind, String key) {
    reads.add(declared(name, kind));
    flag(values, name, new Argument.InputPath(key));
  }

  void writes(String name, ArtifactKind kind, String key) {
    writes.add(declared(name, kind));
    flag(values, name, new Argument.OutputPath(key));
  }

  List<Argument> arguments() {
    List<Argument> arguments = new ArrayList<>(options);
    names(arguments, "reads", reads);
    names(arguments, "writes", writes);
    arguments.addAll(values);
    return arguments;
  }

  private static String declared(String name, ArtifactKind kind) {
    return name + ":" + kind.name().toLowerCase(Locale.ROOT);
  }

  private static void names(List<Argument> arguments, String flag, List<String> names) {
    if (!names.isEmpty()) {
      flag(arguments, flag, new Argument.Text(String.join(",", names)));
    }
  }

  private static void flag(List<Argument> arguments, String name, Argument.Part value) {
    arguments.add(Argument.text("--" + name));
    arguments.add(Argument.of(value));
  }
}
