package dev.ficus.cli.report;

import dev.ficus.cli.report.TestCase.Failed;
import dev.ficus.cli.report.TestCase.Skipped;
import java.io.StringWriter;
import java.util.List;
import java.util.Locale;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/**
 * Test suites as JUnit XML, in the form that CI systems read: {@code testsuites}, {@code testsuite}, {@code testcase} with
 * {@code failure} or {@code skipped}.
 */
public final class JunitXml {
    private static final double MILLIS_PER_SECOND = 1000;

    private final XMLStreamWriter xml;

    private JunitXml(XMLStreamWriter xml) {
        this.xml = xml;
    }

    /** The whole document. */
    public static String of(String command, List<TestSuite> suites) {
        StringWriter text = new StringWriter();
        try {
            XMLStreamWriter xml = XMLOutputFactory.newInstance().createXMLStreamWriter(text);
            new JunitXml(xml).document(command, suites);
            xml.close();
        } catch (XMLStreamException e) {
            throw new IllegalStateException("writing XML into a string does not fail", e);
        }
        return text + "\n";
    }

    private void document(String command, List<TestSuite> suites) throws XMLStreamException {
        xml.writeStartDocument("UTF-8", "1.0");
        xml.writeCharacters("\n");
        xml.writeStartElement("testsuites");
        attribute("name", command);
        counts(
                suites.stream().mapToLong(suite -> suite.cases().size()).sum(),
                suites.stream().mapToLong(TestSuite::failures).sum(),
                suites.stream().mapToLong(TestSuite::millis).sum());
        for (TestSuite suite : suites) {
            suite(suite);
        }
        newLine(0);
        xml.writeEndElement();
        xml.writeEndDocument();
    }

    private void suite(TestSuite suite) throws XMLStreamException {
        newLine(1);
        xml.writeStartElement("testsuite");
        attribute("name", suite.name());
        counts(suite.cases().size(), suite.failures(), suite.millis());
        attribute("skipped", Long.toString(suite.skipped()));
        for (TestCase each : suite.cases()) {
            testCase(suite, each);
        }
        newLine(1);
        xml.writeEndElement();
    }

    private void counts(long tests, long failures, long millis) throws XMLStreamException {
        attribute("tests", Long.toString(tests));
        attribute("failures", Long.toString(failures));
        attribute("errors", "0");
        attribute("time", seconds(millis));
    }

    private void testCase(TestSuite suite, TestCase each) throws XMLStreamException {
        newLine(2);
        xml.writeStartElement("testcase");
        attribute("classname", suite.name() + "." + each.group());
        attribute("name", each.name());
        attribute("time", seconds(each.millis()));
        if (each.verdict() instanceof Skipped skipped) {
            newLine(3);
            xml.writeEmptyElement("skipped");
            attribute("message", skipped.reason());
            newLine(2);
        } else if (each.verdict() instanceof Failed failed) {
            newLine(3);
            xml.writeStartElement("failure");
            attribute("type", failed.type());
            attribute("message", failed.message());
            xml.writeCharacters(allowed(failed.text()));
            xml.writeEndElement();
            newLine(2);
        }
        xml.writeEndElement();
    }

    private void attribute(String name, String value) throws XMLStreamException {
        xml.writeAttribute(name, allowed(value));
    }

    private void newLine(int depth) throws XMLStreamException {
        xml.writeCharacters("\n" + "  ".repeat(depth));
    }

    private static String seconds(long millis) {
        return String.format(Locale.ROOT, "%.3f", millis / MILLIS_PER_SECOND);
    }

    /** XML 1.0 cannot hold most control characters, not even escaped: the replacement character takes their place. */
    private static String allowed(String text) {
        StringBuilder allowed = new StringBuilder();
        text.codePoints().map(c -> isAllowed(c) ? c : 0xFFFD).forEach(allowed::appendCodePoint);
        return allowed.toString();
    }

    private static boolean isAllowed(int c) {
        boolean space = c == '\t' || c == '\n' || c == '\r';
        return space || (c >= 0x20 && c <= 0xD7FF) || (c >= 0xE000 && c <= 0xFFFD) || c >= 0x10000;
    }
}
