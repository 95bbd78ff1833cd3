package dev.retrain.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ElementTest {

  @Test
  void textCannotBecomeMarkup() {
    Element element = Element.of("p", "<script>alert('x' & \"y\")</script>");

    assertThat(element.toString().strip())
        .isEqualTo("<p>&lt;script&gt;alert(&#39;x&#39; &amp; &quot;y&quot;)&lt;/script&gt;</p>");
  }

  @Test
  void attributeValuesCannotEndTheirAttribute() {
    Element element = Element.of("a").with("href", "\" onclick='x' <b>");

    assertThat(element).hasToString("<a href=\"&quot; onclick=&#39;x&#39; &lt;b&gt;\"></a>");
  }

  @Test
  void charactersNoDocumentMayHoldAreReplaced() {
    assertThat(Element.escaped("a\u0000b\u001bc\ud800d\te\nf"))
        .isEqualTo("a\ufffdb\ufffdc\ufffdd\te\nf");
  }

  @Test
  void otherScriptsAndSymbolsStay() {
    assertThat(Element.escaped("Größe 模型 🚀")).isEqualTo("Größe 模型 🚀");
  }
}
