package dev.retrain.kfp.ir;

import java.util.List;
import java.util.stream.Collectors;

/**
 * One element of a command line: text, and markers that the service replaces before the container
 * starts.
 *
 * @param parts joined without anything between them
 */
public record Argument(List<Part> parts) {

  /** Copies the parts. */
  public Argument {
    parts = List.copyOf(parts);
  }

  /** Returns an argument of these parts. */
  public static Argument of(Part... parts) {
    return new Argument(List.of(parts));
  }

  /** Returns an argument that is the same on every run. */
  public static Argument text(String text) {
    return of(new Text(text));
  }

  /** Returns the text as it stands in the definition. */
  public String render() {
    return parts.stream().map(Part::render).collect(Collectors.joining());
  }

  /** A piece of an argument. Only the markers that every launcher replaces exist here. */
  public sealed interface Part {
    /** Returns the text as it stands in the definition. */
    String render();
  }

  /**
   * Literal text, which must not look like a marker.
   *
   * @param text it
   */
  public record Text(String text) implements Part {
    @Override
    public String render() {
      return text;
    }
  }

  /**
   * The value of an input parameter: numbers and booleans in plain notation.
   *
   * @param input the parameter's name
   */
  public record ParameterValue(String input) implements Part {
    @Override
    public String render() {
      return "{{$.inputs.parameters['" + input + "']}}";
    }
  }

  /**
   * The local path of an input artifact.
   *
   * @param input the artifact's name
   */
  public record InputPath(String input) implements Part {
    @Override
    public String render() {
      return "{{$.inputs.artifacts['" + input + "'].path}}";
    }
  }

  /**
   * The remote address of an input artifact.
   *
   * @param input the artifact's name
   */
  public record InputUri(String input) implements Part {
    @Override
    public String render() {
      return "{{$.inputs.artifacts['" + input + "'].uri}}";
    }
  }

  /**
   * The local path where an output artifact must be written; its parent folder exists.
   *
   * @param output the artifact's name
   */
  public record OutputPath(String output) implements Part {
    @Override
    public String render() {
      return "{{$.outputs.artifacts['" + output + "'].path}}";
    }
  }

  /**
   * The file that an output parameter must be written to as plain text, without a final newline.
   *
   * @param output the parameter's name
   */
  public record OutputFile(String output) implements Part {
    @Override
    public String render() {
      return "{{$.outputs.parameters['" + output + "'].output_file}}";
    }
  }
}
