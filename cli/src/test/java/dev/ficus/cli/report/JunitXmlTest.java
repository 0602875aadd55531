package dev.ficus.cli.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ficus.core.error.ErrorCode;
import dev.ficus.core.error.Problem;
import java.io.StringReader;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.xml.sax.InputSource;

class JunitXmlTest {
    @Test
    void suitesCasesAndCounts() {
        TestSuite suite = new TestSuite(
                "primary",
                List.of(
                        TestCase.passed("V1", "V1.sql", 1200),
                        TestCase.skipped("V2", "V2.sql", "pending"),
                        TestCase.failed(
                                "PG001 at V3.sql:1", "V3.sql", new TestCase.Failed("PG001", "it locks", "all"))));
        assertThat(JunitXml.of("ficus migrate x", List.of(suite))).isEqualTo("""
                <?xml version="1.0" encoding="UTF-8"?>
                <testsuites name="ficus migrate x" tests="3" failures="1" errors="0" time="1.200">
                  <testsuite name="primary" tests="3" failures="1" errors="0" time="1.200" skipped="1">
                    <testcase classname="primary.V1.sql" name="V1" time="1.200"></testcase>
                    <testcase classname="primary.V2.sql" name="V2" time="0.000">
                      <skipped message="pending"/>
                    </testcase>
                    <testcase classname="primary.V3.sql" name="PG001 at V3.sql:1" time="0.000">
                      <failure type="PG001" message="it locks">all</failure>
                    </testcase>
                  </testsuite>
                </testsuites>
                """);
    }

    @Test
    void everyTextComesOutAsItWentIn() throws Exception {
        String nasty = "<a> & \"b\" 'c' ]]> \u00e4 \ud83d\ude00";
        Document document = parse(JunitXml.of(
                nasty,
                List.of(new TestSuite(
                        nasty,
                        List.of(TestCase.failed(
                                new Problem(ErrorCode.CHANGE_FAILED, nasty + "\u0000\u001b", nasty, nasty + "\t\n."),
                                "group"))))));
        Element failure = (Element) document.getElementsByTagName("failure").item(0);
        assertThat(failure.getAttribute("message"))
                .as("what XML cannot hold is replaced")
                .isEqualTo(nasty + "\ufffd\ufffd");
        assertThat(failure.getTextContent())
                .isEqualTo(nasty + "\ufffd\ufffd\nat: " + nasty + "\nfix: " + nasty + "\t\n.");
    }

    private static Document parse(String xml) throws Exception {
        return DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new InputSource(new StringReader(xml)));
    }
}
